import type { Evidence } from '../shared/domain/evidence.ts';
import type { Finding } from '../shared/domain/finding.ts';
import type { Instant } from '../shared/domain/instant.ts';
import { judge, verdictOf } from '../shared/domain/verdict.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import { buildReport } from '../shared/report/build-report.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import { awaitRunning } from './await-running.ts';
import type { ServiceContext } from './context.ts';
import { ensureSchedule } from './ensure-schedule.ts';
import { readBackups } from './gather.ts';
import type { Inputs } from './inputs/index.ts';
import { takeBackup } from './take-backup.ts';

/** What was done about one service, before it is judged. */
type Actions = Pick<ServiceReport, 'ensured' | 'request'> & {
  readonly findings: readonly Finding[];
};

/** One service from what was gathered of it to its verdict: ensure, wait, request, judge. */
export async function checkService(
  gathered: Evidence,
  context: ServiceContext,
): Promise<ServiceReport> {
  const schedule = await ensureSchedule(gathered, context);
  const awaited = await awaitRunning(schedule.evidence, context);
  const taken = await takeBackup(awaited.evidence, context);
  const evidence = taken.requested
    ? { ...awaited.evidence, backups: await readBackups(context) }
    : awaited.evidence;
  const findings = [...schedule.findings, ...awaited.findings, ...taken.findings];
  return report(evidence, { ensured: schedule.ensured, request: taken.report, findings }, context);
}

/** With `gate: off` only what was asked for and not done is found; nothing is judged. */
function report(evidence: Evidence, actions: Actions, context: ServiceContext): ServiceReport {
  const { service, inputs, clock } = context;
  const judged = inputs.gate !== 'off';
  const judgement = judge(evidence, inputs.policy, clock.now());
  const counted = judgement.findings.filter((each) => judged || hinders(each, inputs));
  const { capabilities: can } = PROVIDERS[inputs.provider];
  return buildReport({ ...judgement, findings: counted }, { ...actions, service, judged, can });
}

/** Whether what was asked for could not be seen to; `backup: always` says so by itself. */
function hinders(finding: Finding, { schedule, backup }: Inputs): boolean {
  const unread = finding.code === 'evidence-unavailable' || finding.code === 'evidence-incomplete';
  if (!unread) return false;
  const asked = { schedules: schedule.kind !== 'none', backups: backup === 'if-needed' };
  return finding.what === 'everything' ? asked.schedules || asked.backups : asked[finding.what];
}

/** A service of which nothing was asked, because what was wished for cannot be had. */
export function refuseService(
  service: string,
  findings: readonly Finding[],
  { inputs, judgedAt }: { inputs: Inputs; judgedAt: Instant },
): ServiceReport {
  return {
    service,
    judgedAt,
    findings,
    verdict: verdictOf(findings),
    judged: inputs.gate !== 'off',
    can: PROVIDERS[inputs.provider].capabilities,
    latestFinished: null,
    latestUsable: null,
    schedules: [],
    ensured: null,
    request: null,
    history: [],
  };
}
