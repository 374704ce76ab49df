import * as v from 'valibot';
import type { Capabilities } from '../../shared/domain/capability.ts';
import type { Finding, FindingCode } from '../../shared/domain/finding.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { verdictOf } from '../../shared/domain/verdict.ts';
import { severity } from './findings/define.ts';
import { FINDINGS } from './findings/index.ts';
import {
  backup,
  instant,
  plainWord,
  schedule,
  text,
  textOrNull,
  title,
  usableBackup,
  visible,
} from './wire.ts';

const capability = v.boolean();

const capabilities = v.object({
  dueTimes: capability,
  sizes: capability,
  ensureCron: capability,
  enableSchedule: capability,
  suspendSchedule: capability,
  deleteSchedule: capability,
  requestBackup: capability,
  wait: capability,
  wholeOrganisation: capability,
  wholeWorkspace: capability,
}) satisfies v.GenericSchema<unknown, Capabilities>;

const isKnown = (code: string): code is FindingCode => Object.hasOwn(FINDINGS, code);

const AnyFinding = v.looseObject({ code: plainWord, severity });

/** A finding; one that only a newer Worker knows says so. */
const finding = v.pipe(
  AnyFinding,
  v.rawTransform(({ dataset, addIssue, NEVER }): Finding => {
    const { code, severity: severe } = dataset.value;
    if (!isKnown(code)) return describeUnknown(code, severe);
    const parsed = v.safeParse(FINDINGS[code], dataset.value);
    if (parsed.success) return parsed.output;
    addIssue({ message: `the finding ${code} has another shape` });
    return NEVER;
  }),
);

/** Begins the short form of a finding that only a newer Worker knows. */
export const NEWER = 'the Worker found ';

function describeUnknown(code: string, severe: Finding['severity']): Finding {
  const inShort = `${NEWER}${code}`;
  const message = `${inShort}, which this version of the Action does not know`;
  const problem = { kind: 'unavailable', message, inShort, traceId: null } as const;
  return { code: 'evidence-unavailable', severity: severe, what: 'everything', problem };
}

const change = v.picklist([
  'created',
  'updated',
  'resumed',
  'suspended',
  'deleted',
  'kept',
  'unchanged',
]);

const fields = v.object({
  service: visible,
  name: text,
  judgedAt: instant,
  verdict: v.picklist(['pass', 'warn', 'block']),
  judged: v.boolean(),
  findings: v.array(finding),
  provider: title,
  capabilities,
  latestFinished: v.nullable(backup),
  latestUsable: v.nullable(usableBackup),
  schedules: v.array(schedule),
  ensured: v.array(
    v.object({ id: text, change, before: v.nullable(schedule), after: v.nullable(schedule) }),
  ),
  request: v.nullable(
    v.object({
      type: plainWord,
      state: v.picklist(['not-needed', 'undecided', 'dry-run', 'succeeded', 'failed', 'timed-out']),
      backupId: textOrNull,
    }),
  ),
  history: v.array(backup),
}) satisfies v.GenericSchema<unknown, ServiceResult>;

/**
 * A service's result. The verdict has to be that of its findings: one that says more or less was
 * not made by the rules that this version knows.
 */
export const serviceResult = v.pipe(
  fields,
  v.check(({ verdict, findings }) => verdict === verdictOf(findings)),
);

type Checked = readonly {
  readonly provider: string;
  readonly result: v.InferOutput<typeof serviceResult>;
}[];

/** What the Worker itself says of findings; it is read only for those that are not known here. */
const Words = v.object({
  services: v.array(v.object({ findings: v.array(v.object({ message: v.string() })) })),
});

/** Puts the Worker's own words to findings that only a newer one knows. */
export function withWords<Each extends Checked[number]>(
  checked: readonly Each[],
  body: unknown,
): readonly Each[] {
  const words = v.safeParse(Words, body);
  if (!words.success) return checked;
  return checked.map((each, index) => {
    const said = words.output.services[index]?.findings ?? [];
    const findings = each.result.findings.map((one, at) => withSaid(one, said[at]?.message ?? ''));
    return Object.assign({}, each, { result: { ...each.result, findings } });
  });
}

function withSaid(one: Finding, said: string): Finding {
  if (one.code !== 'evidence-unavailable' || said === '') return one;
  const { problem } = one;
  if (problem.inShort?.startsWith(NEWER) !== true) return one;
  return { ...one, problem: { ...problem, message: `${problem.inShort}: ${said}` } };
}
