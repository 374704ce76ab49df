import type { Evidence } from '../shared/domain/evidence.ts';
import { type Finding, severestFirst } from '../shared/domain/finding.ts';
import { judge, verdictOf } from '../shared/domain/verdict.ts';
import { MOST_BARS } from '../shared/report/chart.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import { awaitRunning } from './await-running.ts';
import type { ServiceContext } from './context.ts';
import { ensureSchedule } from './ensure-schedule.ts';
import { gatherEvidence, readBackups } from './gather.ts';
import { takeBackup } from './take-backup.ts';

/** What was done about one service, before it is judged. */
type Actions = Pick<ServiceReport, 'ensured' | 'request'> & {
  readonly findings: readonly Finding[];
};

/** One service from first look to verdict: gather, ensure, wait, request, judge. */
export async function checkService(context: ServiceContext): Promise<ServiceReport> {
  const gathered = await gatherEvidence(context);
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
  const judgedAt = clock.now();
  const { situation, findings: judged } = judge(evidence, inputs.policy, judgedAt);
  const findings = severestFirst([...actions.findings, ...(inputs.gate === 'off' ? [] : judged)]);
  return {
    service,
    judgedAt,
    findings,
    verdict: verdictOf(findings),
    latestFinished: situation.newestFinished,
    latestUsable: situation.latestUsable,
    schedules: situation.recurring,
    ensured: actions.ensured,
    request: actions.request,
    history: situation.accepted.slice(0, MOST_BARS).toReversed(),
  };
}
