import * as v from 'valibot';
import { BACKUP_TYPES, type BackupType } from '../../../shared/domain/backup.ts';
import type { GateMode } from '../../../shared/domain/gate.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { SETTINGS } from '../../../shared/domain/settings.ts';
import type { BackupMode } from '../../../shared/check/options.ts';
import { parseJson } from '../../../shared/http/json.ts';
import {
  describeIssue,
  isObject,
  listOf,
  matching,
  oneOf,
  section,
  text,
} from '../../config/fields.ts';
import { acceptTypesSchema } from '../../config/policy.ts';
import { RUN_ID } from '../../orders/run.ts';
import { MAX_SUBREQUESTS } from '../../platform-limits.ts';

/** What a step asks for. */
export interface VerdictOrder {
  /** Names in the configuration, each once. */
  readonly services: readonly string[];
  readonly backup: BackupMode;
  /** `null` for each service's own default. */
  readonly type: BackupType | null;
  /** Runs that this step caused before. With them nothing more is taken. */
  readonly runs: readonly string[];
  readonly gate: GateMode;
  readonly dryRun: boolean;
  /** The settings that the step was given. */
  readonly given: Partial<Policy>;
}

/** Each service takes a call to its coordinator, and a second one if a backup is taken. */
export const MAX_ASKED = MAX_SUBREQUESTS - 10;
const MAX_WITH_BACKUP = MAX_ASKED / 2;

const NAMES = `a list of 1 to ${MAX_ASKED} names of services, each once`;

const { 'max-age': maxAge, 'min-size': minSize, 'max-size-drop': maxSizeDrop } = SETTINGS;

const Body = section({
  services: v.pipe(
    listOf(v.string(`use ${NAMES}`)),
    v.check((names) => names.length > 0 && names.length <= MAX_ASKED, `use ${NAMES}`),
    v.check((names) => new Set(names).size === names.length, `use ${NAMES}`),
  ),
  backup: v.optional(oneOf(['never', 'if-needed', 'always']), 'never'),
  type: v.optional(oneOf(BACKUP_TYPES)),
  runs: v.optional(listOf(matching(RUN_ID, 'the id of a run')), []),
  gate: v.optional(oneOf(['block', 'warn', 'off']), 'block'),
  dryRun: v.optional(v.boolean('use true or false'), false),
  maxAge: v.optional(text(maxAge.parse)),
  minSize: v.optional(text(minSize.parse)),
  maxSizeDrop: v.optional(text(maxSizeDrop.parse)),
  acceptTypes: v.optional(acceptTypesSchema),
  inProgress: v.optional(oneOf(SETTINGS['in-progress'].words)),
  onUnknown: v.optional(oneOf(SETTINGS['on-unknown'].words)),
});

/** Parses the body of a verified call. Names everything that is wrong with it. */
export function parseVerdictOrder(body: string): Result<VerdictOrder, string> {
  const json = parseJson(body);
  if (!isObject(json)) return err('The body is not a JSON object.');
  const parsed = v.safeParse(Body, json);
  if (!parsed.success) return err(`${parsed.issues.map(describeIssue).join('; ')}.`);
  const { services, backup, type = null, runs, gate, dryRun, ...settings } = parsed.output;
  if (backup !== 'never' && services.length > MAX_WITH_BACKUP) {
    return err(`services: with backup, use at most ${MAX_WITH_BACKUP} in one call.`);
  }
  const strayed = runs.filter((id) => !services.includes(serviceOfRun(id)));
  const isDouble = new Set(runs.map(serviceOfRun)).size < runs.length;
  if (strayed.length > 0 || isDouble) return err('runs: use at most one for each of the services.');
  return ok({ services, backup, type, runs, gate, dryRun, given: toPolicy(settings) });
}

function serviceOfRun(id: string): string {
  return id.slice(0, id.lastIndexOf('.'));
}

type Settings = Pick<
  v.InferOutput<typeof Body>,
  'maxAge' | 'minSize' | 'maxSizeDrop' | 'acceptTypes' | 'inProgress' | 'onUnknown'
>;

/** Only what was given: what is left out must not take the place of a setting of the policy. */
function toPolicy(settings: Settings): Partial<Policy> {
  const { maxAge: age, minSize: minSizeBytes, maxSizeDrop: drop } = settings;
  const { acceptTypes, inProgress, onUnknown } = settings;
  return {
    ...(age && { maxAge: age }),
    ...(minSizeBytes !== undefined && { minSizeBytes }),
    ...(drop && { maxSizeDrop: drop }),
    ...(acceptTypes && { acceptTypes }),
    ...(inProgress && { inProgress }),
    ...(onUnknown && { onUnknown }),
  };
}
