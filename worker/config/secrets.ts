import { combine, err, ok } from '../../shared/domain/result.ts';
import type { Secrets } from '../config.ts';
import { flat, type Parse, type Parsed, refuse, text } from './section.ts';

type Env = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

function splitSecret(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter((each) => each !== '') : [];
}

/** The values of a secret: several stand side by side while one is rotated. None if it is not set. */
export function secretValues(env: Env, name: string): readonly string[] {
  return NAME.test(name) ? splitSecret(env[name]) : [];
}

/** The value behind a name. The name is not shown: people put the key itself there. */
export function secretNamed(env: Env): Parse<string> {
  return text((name) => {
    const values = secretValues(env, name);
    const [value] = values;
    if (value !== undefined && values.length === 1 && isPlain(value)) return ok(value);
    return err('the name of a secret that is set and holds one key, such as BACKUP_API_KEY');
  });
}

/** The name of a secret that signs by the Standard Webhooks scheme. */
export function signingSecretNamed(env: Env): Parse<string> {
  return text((name) => {
    const values = secretValues(env, name);
    if (values.length > 0 && values.every(isSigningSecret)) return ok(name);
    return err(`the name of a secret that is set and holds ${SIGNING_SECRET}`);
  });
}

/** An entrance without its secret stays closed, which is no problem. */
export function parseSecrets(env: Env): Parsed<Secrets> {
  return flat(
    combine({
      slackSigning: parseSecret(env, 'SLACK_SIGNING_SECRET'),
      slackBotToken: parseBotToken(env),
      github: parseSecret(env, 'GITHUB_WEBHOOK_SECRET'),
      webhook: parseWebhookSecret(env),
    }),
  );
}

/** A passphrase with spaces would become several secrets, the shortest of them guessed at once. */
const SHORTEST = 8;

function parseSecret(env: Env, name: string): Parsed<readonly string[]> {
  const value = env[name];
  if (value !== undefined && typeof value !== 'string') return refuse(name, 'give a text');
  const values = splitSecret(value);
  if (values.every(({ length }) => length >= SHORTEST)) return ok(values);
  const problem = `give values of at least ${SHORTEST} characters; spaces separate them, so none can hold one`;
  return refuse(name, problem);
}

function parseWebhookSecret(env: Env): Parsed<readonly string[]> {
  const name = 'WEBHOOK_SECRET';
  const secret = parseSecret(env, name);
  if (!secret.ok || secret.value.every(isSigningSecret)) return secret;
  return refuse(name, `give ${SIGNING_SECRET}`);
}

function parseBotToken(env: Env): Parsed<string | null> {
  const name = 'SLACK_BOT_TOKEN';
  const secret = parseSecret(env, name);
  if (!secret.ok) return secret;
  const [token = null, ...more] = secret.value;
  if (more.length === 0 && (token === null || isPlain(token))) return ok(token);
  return refuse(name, 'give one token, such as xoxb-…');
}

const SIGNING_SECRET =
  'secrets of Standard Webhooks: whsec_ and at least 16 characters of base64, separated by spaces';

/** At least 16 characters of whole base64. The library is less strict. */
const WHSEC =
  /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/;

function isSigningSecret(secret: string): boolean {
  return WHSEC.test(secret);
}

/** What goes into a header. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

/** All that must never be shown. */
export function secretsIn(env: Env): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    name === 'CONFIG' ? [] : splitSecret(value),
  );
}
