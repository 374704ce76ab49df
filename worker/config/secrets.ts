import { combine, err, ok, type Result } from '../../shared/domain/result.ts';
import { removeSecrets } from '../../shared/http/redact.ts';
import type { GithubApp } from '../github/app-jwt.ts';
import type { ConfigContext } from './context.ts';
import { APP_ID, parseGithubApp } from './github-app.ts';
import { text } from './fields.ts';

type Env = Readonly<Record<string, unknown>>;

/**
 * The secrets of entrances and channels; several values of one while it is rotated. Empty: closed.
 */
export interface Secrets {
  readonly slackSigning: readonly string[];
  readonly slackBotToken: string | null;
  readonly github: readonly string[];
  /** Answers for deployments that wait. `null` if there is none. */
  readonly githubApp: GithubApp | null;
  readonly webhook: readonly string[];
  /** Who may read names of services and keys. */
  readonly status: readonly string[];
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

/** What a secret is to hold. */
interface Expected {
  /** `one URL of a Discord webhook`. */
  readonly what: string;
  /** `null` for anything else. */
  readonly parse: (values: readonly string[]) => unknown;
}

/** The name of a secret, which is read where it is needed. */
export function secretHolding({ env, secrets }: ConfigContext, { what, parse }: Expected) {
  return text((name) => {
    const values = secretValues(env, name);
    if (parse(values) !== null || (secrets === 'unknown' && NAME.test(name))) return ok(name);
    const state = values.length === 0 ? 'is not set' : 'holds something else';
    const shown = SHOWN_NAME.test(name) ? `; ${name} ${state}` : '';
    return err(`the name of a secret that is set and holds ${what}${shown}`);
  });
}

/** No key looks like this. A key that was pasted in the place of a name is not shown. */
const SHOWN_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** The name of a secret that signs by Standard Webhooks. */
export function signingSecretNamed({ env, secrets }: ConfigContext) {
  return text((name) => {
    const isSet = secretValues(env, name).length > 0;
    const problem = isSet ? findSigningProblem(env, name) : SIGNING_SECRET;
    if (problem === null || (secrets === 'unknown' && NAME.test(name))) return ok(name);
    return err(`the name of a secret that is set and holds ${problem}`);
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
    githubApp: parseGithubApp(env),
    webhook: parseWebhookSecret(env),
    status: parseSecret(env, 'STATUS_TOKEN'),
  });
}

/** A passphrase with spaces would become several short secrets, which are easy to guess. */
const MIN_LENGTH = 8;

function parseSecret(env: Env, name: string): Parsed<readonly string[]> {
  const value = env[name];
  if (value !== undefined && typeof value !== 'string') return err(`${name}: must be a string`);
  const values = splitSecret(value);
  if (value !== undefined && isWrapped(value)) return err(`${name}: use ${WRAPPED}`);
  if (values.every(({ length }) => length >= MIN_LENGTH)) return ok(values);
  return err(
    `${name}: each value needs at least ${MIN_LENGTH} characters; spaces separate values, so none can contain one`,
  );
}

const WRAPPED =
  'one line per value, with its whsec_ if one of them has it: base64 that is wrapped over several lines counts as several values';

/**
 * Whether a line break stands within base64: after whole lines of a tool that wraps, or so that only
 * the last line is padded. Several values that look so can be separated by spaces.
 */
function isWrapped(value: string): boolean {
  const lines = value.trim().split(/\s*\n\s*/);
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  if (lines.length === 1 || !lines.every((line) => BASE64.test(line))) return false;
  const isCut = [64, 70, 76].includes(first.length) && last.length < first.length;
  return isCut || (last.endsWith('=') && lines.slice(0, -1).every((line) => !line.endsWith('=')));
}

const BASE64 = /^(?:whsec_)?[A-Za-z0-9+/]*={0,2}$/;

function parseWebhookSecret(env: Env): Parsed<readonly string[]> {
  const name = 'WEBHOOK_SECRET';
  const secret = parseSecret(env, name);
  const problem = secret.ok ? findSigningProblem(env, name) : null;
  return problem === null ? secret : err(`${name}: use ${problem}`);
}

/** What is wrong with the values of a secret that signs by Standard Webhooks. */
function findSigningProblem(env: Env, name: string): string | null {
  const values = secretValues(env, name);
  const prefixed = values.filter((one) => one.startsWith('whsec_')).length;
  if (isWrapped(String(env[name])) || (prefixed > 0 && prefixed < values.length)) return WRAPPED;
  return values.every((one) => WHSEC.test(one)) ? null : SIGNING_SECRET;
}

/** Valid even if the rest of the configuration is not. */
export function statusTokensOf(env: Env): readonly string[] {
  const tokens = parseSecret(env, 'STATUS_TOKEN');
  return tokens.ok ? tokens.value : [];
}

const BOT_TOKEN = 'SLACK_BOT_TOKEN';

function parseBotToken(env: Env): Parsed<string | null> {
  const secret = parseSecret(env, BOT_TOKEN);
  if (!secret.ok) return secret;
  const [token = null, ...more] = secret.value;
  if (more.length === 0 && (token === null || isPlain(token))) return ok(token);
  return err(`${BOT_TOKEN}: use one token, such as xoxb-…`);
}

const SIGNING_SECRET =
  'Standard Webhooks secrets: whsec_ and at least 16 characters of base64, separated by spaces';

/** At least 16 characters of valid base64. The library is less strict. */
const WHSEC =
  /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/;

/** Characters that a header may hold. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

/** Removes everything that must never be shown. */
export function withoutSecrets(texts: readonly string[], env: Env): readonly string[] {
  const secrets = Object.entries(env).flatMap(([name, value]) => {
    // The words around a key and the id of an App are no secrets, and occur in other texts.
    if (name === 'CONFIG' || name === APP_ID) return [];
    return splitSecret(typeof value === 'string' ? value.replace(PEM_NOISE, ' ') : value);
  });
  return texts.map((each) => removeSecrets(each, secrets));
}

const PEM_NOISE = /-----[A-Z ]+-----|\\n/g;
