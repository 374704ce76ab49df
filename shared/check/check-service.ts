import type { Evidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import { judgeByBoth } from '../domain/judge-by-both.ts';
import { buildServiceResult } from '../domain/service-result.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { readBackups } from './gather.ts';
import { interruptedResult, unlessInterrupted } from './interruption.ts';
import type { Acting, Awaited, CheckContext, CheckOptions, Ensured, Taken } from './options.ts';

/** What was done about one service before it is judged. */
type Actions = Pick<ServiceResult, 'ensured' | 'request'> & {
  readonly findings: readonly Finding[];
};

/** Takes one service from its evidence to its verdict: ensure, wait, take a backup, judge. */
export async function checkService(
  gathered: Evidence,
  context: CheckContext,
): Promise<ServiceResult> {
  const result = await unlessInterrupted(takeSteps(gathered, context), context);
  return result ?? interruptedResult(context);
}

async function takeSteps(gathered: Evidence, context: CheckContext): Promise<ServiceResult> {
  const schedule = await ensureIfAsked(gathered, context);
  context.doneSoFar.ensured = schedule.ensured;
  const awaited = await waitIfAsked(schedule.evidence, context);
  const taken = await takeIfAsked(awaited.evidence, context);
  const evidence = taken.requested
    ? { ...awaited.evidence, backups: await readBackups(context) }
    : awaited.evidence;
  const findings = [...schedule.findings, ...awaited.findings, ...taken.findings];
  return judgeService(
    evidence,
    { ensured: schedule.ensured, request: taken.result, findings },
    context,
  );
}

/** Most checks write nothing, and do not load what would. */
async function ensureIfAsked(evidence: Evidence, context: CheckContext): Promise<Ensured> {
  if (context.options.schedule.kind === 'none') return { evidence, ensured: [], findings: [] };
  const ensureSchedule = await load('ensureSchedule', context);
  return ensureSchedule(evidence, context);
}

/** A shell that cannot wait judges by the previous backup. */
async function waitIfAsked(evidence: Evidence, context: CheckContext): Promise<Awaited> {
  const isAsked = context.options.policy.inProgress === 'wait';
  const acting = isAsked ? await context.loadActing?.() : null;
  return acting?.awaitRunning?.(evidence, context) ?? { evidence, findings: [] };
}

async function takeIfAsked(evidence: Evidence, context: CheckContext): Promise<Taken> {
  if (context.options.backup === 'never') return { result: null, findings: [], requested: false };
  const takeBackup = await load('takeBackup', context);
  return takeBackup(evidence, context);
}

async function load<Name extends keyof Acting>(
  name: Name,
  { loadActing }: CheckContext,
): Promise<Acting[Name]> {
  const { [name]: act } = (await loadActing?.()) ?? {};
  if (!act) throw new TypeError(`this shell cannot ${name}`);
  return act;
}

function judgeService(evidence: Evidence, actions: Actions, context: CheckContext): ServiceResult {
  const { service, name, options, provider, capabilities, clock } = context;
  const { judged } = options;
  const judgement = judgeByBoth(evidence, options, clock.now());
  const counted = judgement.findings.filter((each) => judged || blocksRequestedWork(each, options));
  const result = buildServiceResult(
    { ...judgement, findings: counted },
    { ...actions, service, judged, provider: provider.title, capabilities },
  );
  return withName(result, name);
}

/** The result with what people call the service. */
export function withName(result: ServiceResult, name: string | undefined): ServiceResult {
  return name === undefined ? result : { ...result, name };
}

/**
 * Whether the finding kept an explicit request from being met. `backup: always` has a finding of
 * its own.
 */
function blocksRequestedWork(finding: Finding, { schedule, backup }: CheckOptions): boolean {
  const unread = finding.code === 'evidence-unavailable' || finding.code === 'evidence-incomplete';
  if (!unread) return false;
  const asked = { schedules: schedule.kind !== 'none', backups: backup === 'if-needed' };
  return finding.what === 'everything' ? asked.schedules || asked.backups : asked[finding.what];
}
