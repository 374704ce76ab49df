import { type Backup, duration, isFinished } from '../../shared/domain/backup.ts';
import type { Change } from '../../shared/domain/changes.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { causeOf, isNothingRead } from '../../shared/domain/finding-catalogue.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import { isActive, type Schedule } from '../../shared/domain/schedule.ts';
import type { EnsuredSchedule, ServiceResult } from '../../shared/domain/service-result.ts';
import { CORE_PROVIDERS } from '../../shared/provider/core-providers.ts';
import { explain } from '../../shared/report/explain.ts';
import { describeHoldings } from '../../shared/report/headline.ts';
import { MARKED } from '../../shared/report/medium.ts';
import { findNextRun } from '../../shared/report/next-run.ts';
import type { ServiceConfig } from '../config/index.ts';
import { remediesFor } from '../remedies.ts';
import { ScheduleChange } from './schedule-change.ts';
import type { VerdictChange } from './verdict-change.ts';
import type { Seen } from './watch-record.ts';

/*
 * The words of the watch. All of them come from these two functions, for `MARKED`: each channel and
 * the page turn them into their own.
 */

/** The verdict in one line. */
function headlineOf({ findings, ...result }: ServiceResult): string {
  const [severest] = findings;
  if (!severest || severest.severity === 'info') return describeHoldings({ ...result, findings });
  return explain(severest, MARKED.quote);
}

function describeFinding(
  finding: Finding,
  { name, result }: { readonly name: string; readonly result: ServiceResult },
): Seen['findings'][number] {
  return {
    severity: finding.severity,
    fact: explain(finding, MARKED.quote),
    remedy: remediesFor(name)(finding, result.capabilities),
  };
}

const MAX_HISTORY = 20;

/**
 * What a look showed, for the board. Facts that are still true although this look could read nothing
 * are taken from the one before.
 */
export function describeLook(
  result: ServiceResult,
  { name, provider, service }: ServiceConfig,
  before: Seen | null,
): Seen {
  const { findings, verdict, judgedAt } = result;
  const isRead = !findings.some(isNothingRead);
  const kept = !isRead && before?.service === service ? before : null;
  return {
    provider,
    service,
    verdict,
    cause: causeOf(findings),
    reasons: reasonsOf(findings),
    message: headlineOf(result),
    findings: findings.map((finding) => describeFinding(finding, { name, result })),
    recoveryPoint: result.latestUsable?.recoveryPoint ?? kept?.recoveryPoint ?? null,
    nextDue: findNextRun(result.schedules, judgedAt)?.at ?? kept?.nextDue ?? null,
    latestSizeBytes: result.latestUsable?.sizeBytes ?? kept?.latestSizeBytes ?? null,
    schedule: describeRunning(result) || (kept?.schedule ?? ''),
    lookedAt: judgedAt,
    history: kept?.history ?? describeHistory(result.history),
  };
}

/** Codes of what blocks or warns, severest first. */
function reasonsOf(findings: readonly Finding[]): readonly string[] {
  const counting = findings.filter(({ severity }) => severity !== 'info');
  return [...new Set(counting.map(({ code }) => code))];
}

function describeHistory(history: readonly Backup[]): Seen['history'] {
  return history
    .filter(isFinished)
    .slice(-MAX_HISTORY)
    .map((backup) => ({
      startedAt: backup.startedAt,
      sizeBytes: backup.sizeBytes,
      durationMs: duration(backup),
      good: backup.status === 'succeeded',
    }));
}

/** The schedule that runs next, or else the first there is. */
function describeRunning({ schedules, judgedAt }: ServiceResult): string {
  const next = findNextRun(schedules, judgedAt)?.schedule;
  const shown = next ?? schedules.find(isActive) ?? schedules[0];
  return shown ? describeSchedule(shown) : '';
}

/** `0 2 * * * UTC, full`. */
function describeSchedule({ cron, cronText, type, suspended }: Schedule): string {
  const when = cron
    ? `${MARKED.code(cron.text)} UTC`
    : cronText === undefined
      ? 'at times that the provider does not reveal'
      : MARKED.quote(cronText);
  return [when, type === null ? [] : MARKED.quote(type), suspended ? 'suspended' : []]
    .flat()
    .join(', ');
}

/** What is told of a change that a look brought. */
export function describeChange(
  change: Change,
  {
    service,
    seen,
    now,
  }: { readonly service: ServiceConfig; readonly seen: Seen; readonly now: Instant },
): VerdictChange {
  const { kind, verdict, before, openedAt } = change;
  const { cause, reasons, message, findings, recoveryPoint, nextDue } = seen;
  return {
    // A name has no dot, so this has none either.
    incident: `${service.name}-${openedAt}`,
    kind,
    service: service.name,
    provider: CORE_PROVIDERS[service.provider].title,
    verdict,
    before,
    cause,
    reasons: [...reasons],
    headline: message,
    findings: [...findings],
    recoveryPoint,
    nextDue,
    openedAt,
    at: now,
  };
}

const SCHEDULE_KINDS = ScheduleChange.entries.kind.options;

/** What a look did to schedules, and what it left although something else was asked for. */
export function describeScheduleChanges(
  { ensured, judgedAt: at }: ServiceResult,
  { name, schedule }: ServiceConfig,
): readonly ScheduleChange[] {
  const asked = schedule ? `${MARKED.code(schedule.text)} UTC` : '';
  return ensured.flatMap((one) => {
    const kind = SCHEDULE_KINDS.find((known) => known === one.change);
    return kind ? [{ service: name, kind, ...describeStates(one), asked, at }] : [];
  });
}

function describeStates({ before, after }: EnsuredSchedule) {
  return {
    before: before ? describeSchedule(before) : '',
    after: after ? describeSchedule(after) : '',
  };
}
