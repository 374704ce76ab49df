import type * as Core from '@actions/core';
import type { BackupType } from '../../shared/domain/backup.ts';
import type { GateMode } from '../../shared/domain/gate.ts';
import type { WatchedServices } from '../../shared/domain/organisation.ts';
import { type Policy, policyOf, type RequestedSchedule } from '../../shared/domain/policy.ts';
import { combine, err, ok, problemsOf, type Result } from '../../shared/domain/result.ts';
import { parseDuration } from '../../shared/domain/duration.ts';
import { removeSecrets } from '../../shared/http/redact.ts';
import type { BackupMode } from '../../shared/check/options.ts';
import { parseServices, parseWorkerServices } from './services.ts';
import { parseSettings } from './settings.ts';
import { isThroughWorker, parseSource, providerOf, type Source, withoutUntaken } from './source.ts';
import type { Environment } from '../context.ts';
import { CREDENTIALS, INPUT_DEFAULTS, type InputName, type RawInputs } from './names.ts';
import { type InputProblem, parseChoice, parseWith } from './parsed.ts';
import { parseReports, parseToken, type ReportKind } from './reports.ts';
import {
  parseBackupType,
  parseDryRun,
  type ParsedSchedule,
  parseSchedule,
  parseScheduleId,
  rejectUnacceptedType,
} from './requested.ts';

/** The checked inputs of the step. */
export interface Inputs {
  readonly source: Source;
  readonly services: WatchedServices;
  /** What the workflow calls a service, by its id. */
  readonly names: ReadonlyMap<string, string>;
  readonly schedule: RequestedSchedule;
  readonly backupType: BackupType;
  readonly backup: BackupMode;
  readonly gate: GateMode;
  readonly policy: Policy;
  readonly timeoutMs: number;
  readonly dryRun: boolean;
  /** Empty if nothing is reported to GitHub. */
  readonly githubToken: string;
  readonly reports: readonly ReportKind[];
  /** What must not be shown anywhere. */
  readonly secrets: readonly string[];
}

type InputCore = Pick<typeof Core, 'getInput' | 'setSecret'>;

/** Reads and checks all inputs. Masks the credentials before anything else. */
export function readInputs(
  core: InputCore,
  env: Environment = {},
): Result<Inputs, readonly InputProblem[]> {
  for (const name of CREDENTIALS) maskCredential(core, name);
  const raw = readRaw(core, env);
  const parsed = parseInputs(raw);
  const secrets = CREDENTIALS.map((name) => raw[name]);
  return parsed.ok ? parsed : err(parsed.problem.map((each) => withoutSecrets(each, secrets)));
}

/** A key that was pasted into another input by mistake must not be shown. */
function withoutSecrets(problem: InputProblem, secrets: readonly string[]): InputProblem {
  const { value } = problem;
  return value === null ? problem : { ...problem, value: removeSecrets(value, secrets) };
}

/** Runners mask line by line, and the secret after the id may appear alone. */
function maskCredential(core: InputCore, name: InputName): void {
  const credential = core.getInput(name);
  const secret = credential.slice(credential.indexOf(':') + 1);
  for (const text of new Set([credential, secret, ...credential.split(/\s+/)])) {
    if (text !== '') core.setSecret(text);
  }
}

/**
 * The runner fills in the default of an input that is left out, so one that is there and empty comes
 * from an expression that was unset. `dry-run` may not fall back to writing because of that.
 */
function readRaw(core: InputCore, env: Environment): RawInputs {
  const isUnset = env['INPUT_DRY-RUN'] !== undefined && core.getInput('dry-run') === '';
  const read = (name: InputName) =>
    core.getInput(name) || (name === 'dry-run' && isUnset ? '' : INPUT_DEFAULTS[name]);
  const names = Object.keys(INPUT_DEFAULTS) as InputName[];
  return Object.fromEntries(names.map((name) => [name, read(name)])) as RawInputs;
}

/** Checks every input before any request; returns all problems at once. */
export function parseInputs(raw: RawInputs): Result<Inputs, readonly InputProblem[]> {
  const source = parseSource(raw);
  const fields = parseFields(withoutUntaken(raw));
  const settings = parseSettings(raw);
  if (!source.ok || !fields.ok || !settings.ok) {
    return err([source, fields, settings].flatMap((each) => problemsOf(each)));
  }
  const { asked, scheduleId, watched, agreement: _agreement, ...rest } = fields.value;
  const inputs = { source: source.value, ...rest, ...watched };
  const schedule = requestSchedule(asked, { type: inputs.backupType, scheduleId });
  const secrets = CREDENTIALS.map((name) => raw[name]);
  return ok({ ...inputs, schedule, policy: policyOf(settings.value, schedule.kind), secrets });
}

function requestSchedule(
  asked: ParsedSchedule,
  which: { readonly type: BackupType; readonly scheduleId: string | null },
): RequestedSchedule {
  if (asked.kind === 'none') return { kind: 'none' };
  if (asked.kind === 'absent') return { ...asked, type: which.type };
  return asked.kind === 'cron' ? { ...asked, ...which } : { kind: asked.kind, ...which };
}

function parseFields(raw: RawInputs) {
  const provider = providerOf(raw);
  const backupType = parseBackupType(raw, provider);
  const backup = parseChoice(raw, 'backup', ['never', 'always', 'if-needed']);
  return combine({
    watched: isThroughWorker(raw) ? parseWorkerServices(raw) : parseServices(raw, provider),
    asked: parseSchedule(raw),
    scheduleId: parseScheduleId(raw),
    backupType,
    backup,
    gate: parseChoice(raw, 'gate', ['block', 'warn', 'off']),
    timeoutMs: parseWith(raw, 'timeout', parseDuration),
    dryRun: parseDryRun(raw),
    githubToken: parseToken(raw),
    reports: parseReports(raw),
    agreement: rejectUnacceptedType(raw, { backup, backupType }),
  });
}
