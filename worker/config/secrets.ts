import { combine, err, ok, type Result } from '../../shared/domain/result.ts';
import { removeSecrets } from '../../shared/http/redact.ts';
import type { ConfigContext } from './context.ts';
import { text } from './fields.ts';

type Env = Readonly<Record<string, unknown>>;

/**
 * The secrets of entrances and channels; several values of one while it is rotated. Empty: closed.
 */
export interface Secrets {
  readonly slackSigning: readonly string[];
  readonly slackBotToken: string | null;
  readonly github: readonly string[];
  readonly webhook: readonly string[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

function splitSecret(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter((each) => each !== '') : [];
}

/** The values of a secret; several while it is rotated, none if it is not set. */
export function secretValues(env: Env, name: string): readonly string[] {
  return NAME.test(name) ? splitSecret(env[name]) : [];
}

/** The value of a named secret. The name is not shown: people paste the key itself there. */
export function secretNamed({ env, secrets }: ConfigContext) {
  return text((name) => {
    const values = secretValues(env, name);
    const [value] = values;
    if (value !== undefined && values.length === 1 && isPlain(value)) return ok(value);
    if (secrets === 'unknown' && NAME.test(name)) return ok('');
    return err('the name of a secret that is set and holds one key, such as BACKUP_API_KEY');
  });
}

/** The name of a secret that signs by Standard Webhooks. */
export function signingSecretNamed({ env, secrets }: ConfigContext) {
  return text((name) => {
    const values = secretValues(env, name);
    if (values.length > 0 && values.every(isSigningSecret)) return ok(name);
    if (secrets === 'unknown' && NAME.test(name)) return ok(name);
    return err(`the name of a secret that is set and holds ${SIGNING_SECRET}`);
  });
}

/** Whether Slack's bot can post, as far as that is known. */
export function hasBotToken({ env, secrets }: ConfigContext): boolean {
  return (
    secrets === 'unknown' ||
    (parseBotToken(env).ok === true && secretValues(env, BOT_TOKEN).length > 0)
  );
}

type Parsed<Value> = Result<Value, string>;

/** An entrance without its secret is closed, which is not a problem. */
export function parseSecrets(env: Env): Result<Secrets, readonly string[]> {
  return combine({
    slackSigning: parseSecret(env, 'SLACK_SIGNING_SECRET'),
    slackBotToken: parseBotToken(env),
    github: parseSecret(env, 'GITHUB_WEBHOOK_SECRET'),
    webhook: parseWebhookSecret(env),
  });
}

/** A passphrase with spaces would become several short secrets, which are easy to guess. */
const MIN_LENGTH = 8;

function parseSecret(env: Env, name: string): Parsed<readonly string[]> {
  const value = env[name];
  if (value !== undefined && typeof value !== 'string') return err(`${name}: give a text`);
  const values = splitSecret(value);
  if (values.every(({ length }) => length >= MIN_LENGTH)) return ok(values);
  return err(
    `${name}: give values of at least ${MIN_LENGTH} characters; spaces separate them, so none can hold one`,
  );
}

function parseWebhookSecret(env: Env): Parsed<readonly string[]> {
  const name = 'WEBHOOK_SECRET';
  const secret = parseSecret(env, name);
  if (!secret.ok || secret.value.every(isSigningSecret)) return secret;
  return err(`${name}: give ${SIGNING_SECRET}`);
}

const BOT_TOKEN = 'SLACK_BOT_TOKEN';

function parseBotToken(env: Env): Parsed<string | null> {
  const secret = parseSecret(env, BOT_TOKEN);
  if (!secret.ok) return secret;
  const [token = null, ...more] = secret.value;
  if (more.length === 0 && (token === null || isPlain(token))) return ok(token);
  return err(`${BOT_TOKEN}: give one token, such as xoxb-…`);
}

const SIGNING_SECRET =
  'secrets of Standard Webhooks: whsec_ and at least 16 characters of base64, separated by spaces';

/** At least 16 characters of valid base64. The library is less strict. */
const WHSEC =
  /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/;

function isSigningSecret(secret: string): boolean {
  return WHSEC.test(secret);
}

/** Characters that a header may hold. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

/** Removes everything that must never be shown. */
export function withoutSecrets(texts: readonly string[], env: Env): readonly string[] {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    name === 'CONFIG' ? [] : splitSecret(value),
  );
  return texts.map((each) => removeSecrets(each, secrets));
}
