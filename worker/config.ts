import type { BackupType } from '../shared/domain/backup.ts';
import { combine, err, ok, type Result } from '../shared/domain/result.ts';
import { removeSecrets } from '../shared/http/redact.ts';
import type { ProviderName } from '../shared/provider/create-provider.ts';
import { parseGithub } from './config/github.ts';
import { notifyTarget } from './config/notify.ts';
import {
  flat,
  isObject,
  listOf,
  type Parse,
  type Parsed,
  readSection,
  refuse,
} from './config/section.ts';
import { parseSecrets, secretsIn } from './config/secrets.ts';
import { parseServices } from './config/services.ts';
import { parseSlack, SLACK_API } from './config/slack.ts';
import { requestableService, survey, type Surroundings } from './config/surroundings.ts';

/** A service that backups can be asked of. Durations are milliseconds. */
export interface ServiceConfig {
  readonly name: string;
  readonly provider: ProviderName;
  readonly service: string;
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly type: BackupType;
  /** A request this soon after a success gets that backup. */
  readonly minIntervalMs: number;
  /** After it a run ends as timed out. */
  readonly timeoutMs: number;
}

/** Who may use which services from Slack; `null` allows all of a kind. */
export interface SlackRule {
  readonly team: string | null;
  readonly channels: readonly string[] | null;
  readonly users: readonly string[] | null;
  readonly services: readonly string[] | null;
}

export interface GithubTrigger {
  readonly event: 'deployment' | 'release' | 'push';
  readonly repository: string;
  readonly environment: string | null;
  readonly branch: string | null;
  readonly service: string;
  readonly type: BackupType | null;
}

export type NotifyTarget =
  | { readonly on: 'failure' | 'all'; readonly slack: string }
  /** `secret` is the name of the secret that signs; its value is not kept here. */
  | { readonly on: 'failure' | 'all'; readonly webhook: string; readonly secret: string };

/** Secrets of the ways in and out; several values of one while it is rotated. Empty: closed. */
export interface Secrets {
  readonly slackSigning: readonly string[];
  readonly slackBotToken: string | null;
  readonly github: readonly string[];
  readonly webhook: readonly string[];
}

export interface Config {
  readonly services: ReadonlyMap<string, ServiceConfig>;
  readonly slack: { readonly apiUrl: string; readonly allow: readonly SlackRule[] };
  readonly github: { readonly triggers: readonly GithubTrigger[] };
  readonly webhook: { readonly services: readonly string[] };
  readonly notify: readonly NotifyTarget[];
  readonly secrets: Secrets;
}

type Env = Readonly<Record<string, unknown>>;

/** Checks the whole configuration. All problems come at once, each with the key at fault. */
export function parseConfig(env: Env): Result<Config, readonly string[]> {
  const raw = readJson(env['CONFIG']);
  const parsed = raw.ok ? parseSections(raw.value, env) : raw;
  if (parsed.ok) return parsed;
  const secrets = secretsIn(env);
  return err(parsed.problem.map((problem) => removeSecrets(problem, secrets)));
}

/** What a JSON parser says of a broken text quotes it, so that is not passed on. */
function readJson(value: unknown): Parsed<unknown> {
  if (typeof value !== 'string') return ok(value);
  try {
    return ok(JSON.parse(value));
  } catch {
    return refuse('CONFIG', 'it is not readable as JSON');
  }
}

function parseSections(raw: unknown, env: Env): Result<Config, readonly string[]> {
  if (!isObject(raw)) return refuse('CONFIG', 'give a JSON object with at least services');
  const section = readSection(raw, '', ['services', 'slack', 'github', 'webhook', 'notify']);
  if (!section.ok) return section;
  const { needed, optional, unknown } = section.value;
  const surroundings = survey(raw, env);
  const fields = flat(
    combine({
      unknown,
      services: needed('services', parseServices(surroundings)),
      slack: optional('slack', parseSlack(surroundings), { apiUrl: SLACK_API, allow: [] }),
      github: optional('github', parseGithub(surroundings), { triggers: [] }),
      webhook: optional('webhook', parseWebhook(surroundings), { services: [] }),
      notify: optional('notify', listOf(notifyTarget(surroundings)), []),
      secrets: parseSecrets(env),
    }),
  );
  if (!fields.ok) return fields;
  const { unknown: _, ...config } = fields.value;
  return ok(config);
}

function parseWebhook(surroundings: Surroundings): Parse<Config['webhook']> {
  return (value, at) => {
    const section = readSection(value, at, ['services']);
    if (!section.ok) return section;
    const { optional, unknown } = section.value;
    const services = optional('services', listOf(requestableService(surroundings)), []);
    const fields = flat(combine({ unknown, services }));
    return fields.ok ? ok({ services: fields.value.services }) : fields;
  };
}
