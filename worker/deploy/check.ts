import { parseJson } from '../../shared/http/json.ts';
import { checkConfig } from '../config/index.ts';
import { isObject } from '../config/fields.ts';
import { CHANNELS } from '../notify/registry.ts';

/** The placeholders of the shipped example, each with what to put in its place. */
const PLACEHOLDERS: readonly { readonly text: string; readonly change: string }[] = [
  { text: 'dbtgf00000000', change: "replace dbtgf00000000 with your service's id" },
  {
    text: 'T00000000',
    change: 'replace T00000000 with the id of your Slack workspace, or leave out slack',
  },
];

/** Secrets that open an entrance. The configuration names the others. */
const ENTRANCE_SECRETS: Readonly<Record<string, string>> = {
  slack: 'SLACK_SIGNING_SECRET',
  github: 'GITHUB_WEBHOOK_SECRET',
  webhook: 'WEBHOOK_SECRET',
};

/** Deployments are answered for with these. */
const APP_SECRETS = ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY'];

/** The keys of `notify` that name a secret. */
const CHANNEL_SECRETS = CHANNELS.filter(({ namesSecret }) => namesSecret).map(({ kind }) => kind);

export interface DeployCheck {
  /** Why it must not be deployed. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The configuration that the Worker will use, and where it is. The variable replaces the file
 * whole.
 */
export function chooseConfiguration(
  variable: unknown,
  file: string,
): { readonly place: string; readonly config: unknown } {
  return variable === undefined
    ? { place: 'worker/config.json', config: file }
    : { place: 'the variable CONFIG of worker/wrangler.jsonc', config: variable };
}

/** What Cloudflare takes in one variable. */
const MAX_VARIABLE = 5 * 1024;

/** Why the variable `CONFIG` cannot be deployed, whatever is in it. */
export function checkVariable(variable: unknown): readonly string[] {
  if (variable === undefined) return [];
  const text = typeof variable === 'string' ? variable : JSON.stringify(variable);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MAX_VARIABLE) return [];
  return [
    `CONFIG: has ${bytes} bytes, but Cloudflare allows ${MAX_VARIABLE} in a variable; put it into worker/config.json`,
  ];
}

/**
 * Checks whether a configuration may be deployed. `setSecrets` are the names of the account's
 * secrets; `null` if they could not be listed. Their values cannot be read.
 */
export function checkDeploy(given: unknown, setSecrets: readonly string[] | null): DeployCheck {
  // Text that is not JSON is a problem of its own.
  const config = typeof given === 'string' ? (parseJson(given) ?? given) : given;
  const problems = [...findPlaceholders(config), ...problemsOf(config)];
  if (setSecrets === null) {
    const warning = 'The secrets could not be listed, so they may not be set.';
    return { problems, warnings: [warning] };
  }
  const missing = namesOfSecrets(config).filter((name) => !setSecrets.includes(name));
  if (problems.length > 0) return { problems, warnings: [] };
  return { problems, warnings: missing.map(explainMissing) };
}

function problemsOf(config: unknown): readonly string[] {
  const checked = checkConfig(config, { env: {}, secrets: 'unknown' });
  return checked.ok ? [] : checked.problem;
}

function findPlaceholders(config: unknown): readonly string[] {
  const texts = new Set(textsIn(config));
  return PLACEHOLDERS.filter(({ text }) => texts.has(text)).map(
    ({ change }) => `This is still the example: ${change}.`,
  );
}

/** The names of all secrets that the configuration uses. */
function namesOfSecrets(config: unknown): readonly string[] {
  if (!isObject(config)) return [];
  const entrances = Object.entries(ENTRANCE_SECRETS)
    .filter(([section]) => section in config)
    .map(([, name]) => name);
  const named = keysNamed(config, ['credential', 'secret']);
  const channels = keysNamed(config['notify'], CHANNEL_SECRETS);
  const bot = Array.isArray(config['notify']) && keysNamed(config['notify'], ['slack']).length > 0;
  const { github } = config;
  const app = isObject(github) && github['protect'] !== undefined ? APP_SECRETS : [];
  const all = [...named, ...channels, ...entrances, ...(bot ? ['SLACK_BOT_TOKEN'] : []), ...app];
  return [...new Set(all)];
}

function explainMissing(name: string): string {
  return `The secret ${name} is not set: npx wrangler secret put ${name} --config worker/wrangler.jsonc`;
}

/** The texts under one of these keys, at any depth. */
function keysNamed(value: unknown, keys: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keysNamed(item, keys));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    keys.includes(key) && typeof inner === 'string' ? [inner] : keysNamed(inner, keys),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
