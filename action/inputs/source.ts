import { combine, err, ok, type Result } from '../../shared/domain/result.ts';
import { SETTING_NAMES, type SettingName } from '../../shared/domain/settings.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';
import { PROVIDER_NAMES, type ProviderName } from '../../shared/provider/create-provider.ts';
import { parseBaseUrl, parseCredential } from './connection.ts';
import { INPUT_DEFAULTS, type InputName, type RawInputs } from './names.ts';
import { type InputProblem, type Parsed, parseChoice, refuse } from './parsed.ts';

/** Who is asked: the provider, with its key, or a Worker, with the job's OIDC token. */
export type Source =
  | {
      readonly kind: 'provider';
      readonly provider: ProviderName;
      readonly apiKey: string;
      readonly baseUrl: string;
    }
  | WorkerSource;

export interface WorkerSource {
  readonly kind: 'worker';
  /** Without a slash at the end. Also the audience of the token. */
  readonly url: string;
  /** The settings that are not the default, as they were written. */
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
}

export function parseSource(raw: RawInputs): Result<Source, readonly InputProblem[]> {
  return isThroughWorker(raw) ? parseWorker(raw) : parseProvider(raw);
}

export function isThroughWorker(raw: RawInputs): boolean {
  return raw['worker-url'] !== '';
}

/** `null` if a Worker is asked, or the name is none. */
export function providerOf(raw: RawInputs): ProviderName | null {
  return isThroughWorker(raw)
    ? null
    : (PROVIDER_NAMES.find((name) => name === raw.provider) ?? null);
}

function parseProvider(raw: RawInputs): Result<Source, readonly InputProblem[]> {
  const parts = combine({
    provider: parseChoice(raw, 'provider', PROVIDER_NAMES),
    apiKey: parseCredential(raw),
    baseUrl: parseBaseUrl(raw, providerOf(raw)),
  });
  return parts.ok ? ok({ kind: 'provider', ...parts.value }) : parts;
}

/** What the Worker has by itself, or does not do for a step, and where it is set instead. */
const INSTEAD: readonly (readonly [InputName, string])[] = [
  ['provider', 'set `provider` of the service in worker/config.json'],
  ['api-key', 'the key is a secret of the Worker, and this step needs none'],
  ['base-url', 'set `baseUrl` of the service in worker/config.json'],
  ['schedule', 'the Worker keeps schedules: set `schedule` of the service in worker/config.json'],
  ['schedule-id', 'the Worker keeps schedules by itself'],
];

/** The raw inputs without what a Worker does not take, so that it is complained about only once. */
export function withoutUntaken(raw: RawInputs): RawInputs {
  return isThroughWorker(raw) ? { ...raw, schedule: '', 'schedule-id': '' } : raw;
}

function parseWorker(raw: RawInputs): Result<Source, readonly InputProblem[]> {
  const untaken = INSTEAD.filter(([name]) => raw[name] !== INPUT_DEFAULTS[name]);
  const refused = untaken.map(([name, instead]) =>
    refuse(name, `cannot be used with worker-url; ${instead}. Remove it here.`),
  );
  const url = parseWorkerUrl(raw);
  const problems = [url, ...refused].flatMap((each) => (each.ok ? [] : [each.problem]));
  if (!url.ok || problems.length > 0) return err(problems);
  const given = SETTING_NAMES.filter((name) => raw[name] !== INPUT_DEFAULTS[name]);
  const settings = Object.fromEntries(given.map((name) => [name, raw[name]]));
  return ok({ kind: 'worker', url: url.value, settings });
}

/** Not shown: it may contain a user's password or a token. */
function parseWorkerUrl(raw: RawInputs): Parsed<string> {
  const url = parseRootUrl(raw['worker-url']);
  return url.ok ? url : refuse('worker-url', `not the address of a Worker; use ${url.problem}.`);
}
