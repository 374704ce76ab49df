import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { GithubApp } from '../github/app-jwt.ts';
import { parseAppKey } from '../github/app-key.ts';
import type { ConfigContext } from './context.ts';

export const APP_ID = 'GITHUB_APP_ID';
const APP_KEY = 'GITHUB_APP_PRIVATE_KEY';

/** Whether there is a GitHub App to answer with, as far as that is known. */
export function hasGithubApp({ env, secrets }: ConfigContext): boolean {
  return secrets === 'unknown' || (isGiven(env[APP_ID]) && isGiven(env[APP_KEY]));
}

/** An app id of digits may be bound as a number. */
function isGiven(value: unknown): boolean {
  return value !== undefined && String(value).trim() !== '';
}

export function parseGithubApp(env: ConfigContext['env']): Result<GithubApp | null, string> {
  const names = [APP_ID, APP_KEY].filter((name) => !isGiven(env[name]));
  if (names.length === 2) return ok(null);
  if (names.length === 1) return err(`${names[0]}: is missing; a GitHub App needs both`);
  const [id, key] = [String(env[APP_ID]).trim(), parseAppKey(String(env[APP_KEY]))];
  if (!/^[\w.-]{1,64}$/.test(id)) return err(`${APP_ID}: use the App's client id or its app id`);
  if (key !== null) return ok({ id, key });
  return err(
    `${APP_KEY}: use the whole .pem file that GitHub made, from BEGIN to END: an RSA key, with its line breaks or with \\n in their place`,
  );
}
