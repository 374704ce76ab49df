import * as v from 'valibot';
import { err, ok, problemsOf, type Result } from '../../shared/domain/result.ts';
import { githubSchema } from '../entrances/github/config.ts';
import { slackSchema } from '../entrances/slack/config.ts';
import { oidcSchema } from '../entrances/verdict/config.ts';
import { webhookSchema } from '../entrances/webhook/config.ts';
import { ruleSchema } from '../notify/rules.ts';
import { watchSchema } from '../watch/config.ts';
import { type ConfigContext, createContext } from './context.ts';
import { describeIssue, isObject, listOf, section } from './fields.ts';
import { parseSecrets, type Secrets, withoutSecrets } from './secrets.ts';
import { servicesSchema } from './services.ts';

export type { GithubTrigger } from '../entrances/github/config.ts';
export type { SlackRule } from '../entrances/slack/config.ts';
export type { OidcConfig, OidcRule } from '../entrances/verdict/config.ts';
export type { NotifyRule } from '../notify/channel.ts';
export type { Secrets } from './secrets.ts';
export type { ServiceConfig } from './services.ts';
export type { WatchConfig } from '../watch/config.ts';

/** The schema of the whole configuration. Each entrance and each channel adds its own part. */
export function configSchema(context: ConfigContext) {
  return section({
    // Editors find the schema by this key.
    $schema: v.optional(v.string()),
    services: servicesSchema(context),
    // Without it nothing is looked at unless somebody asks.
    watch: v.optional(watchSchema()),
    slack: v.optional(slackSchema(context), {}),
    github: v.optional(githubSchema(context), {}),
    webhook: v.optional(webhookSchema(context), {}),
    // Without it no job can ask.
    oidc: v.optional(oidcSchema(context)),
    notify: v.optional(listOf(ruleSchema(context)), []),
  });
}

export type Config = Omit<v.InferOutput<ReturnType<typeof configSchema>>, '$schema'> & {
  readonly secrets: Secrets;
};

type Env = Readonly<Record<string, unknown>>;

/** Checks the whole configuration. Returns all problems at once, each with its key. */
export function parseConfig(env: Env): Result<Config, readonly string[]> {
  const config = checkConfig(env['CONFIG'], { env, secrets: 'required' });
  const secrets = parseSecrets(env);
  if (config.ok && secrets.ok) return ok({ ...config.value, secrets: secrets.value });
  return err(withoutSecrets([...problemsOf(config), ...problemsOf(secrets)], env));
}

/** Checks the configuration, with or without the secrets that it names. */
export function checkConfig(
  given: unknown,
  context: Pick<ConfigContext, 'env' | 'secrets'>,
): Result<Omit<Config, 'secrets'>, readonly string[]> {
  const raw = readJson(given);
  if (!raw.ok) return raw;
  if (!isObject(raw.value)) return err(['CONFIG: must be a JSON object with at least services']);
  const parsed = v.safeParse(configSchema(createContext(raw.value, context)), raw.value);
  if (!parsed.success) return err(parsed.issues.map(describeIssue));
  const { $schema: _, ...config } = parsed.output;
  return ok(config);
}

/** A JSON parser's message quotes the text, which may hold a secret, so it is not passed on. */
function readJson(value: unknown): Result<unknown, readonly string[]> {
  if (typeof value !== 'string') return ok(value);
  try {
    return ok(JSON.parse(value));
  } catch {
    return err(['CONFIG: not valid JSON']);
  }
}
