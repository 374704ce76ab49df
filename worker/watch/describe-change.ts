import { type Backup, duration, isFinished } from '../../shared/domain/backup.ts';
import type { Change } from '../../shared/domain/changes.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { isNothingRead } from '../../shared/domain/finding-catalogue.ts';
import { isActive, type Schedule } from '../../shared/domain/schedule.ts';
import type { EnsuredSchedule, ServiceResult } from '../../shared/domain/service-result.ts';
import { CORE_PROVIDERS } from '../../shared/provider/core-providers.ts';
import { describeMoments } from '../../shared/report/holdings.ts';
import { MARKED } from '../../shared/report/medium.ts';
import { findNextRun } from '../../shared/report/next-run.ts';
import { wordResult } from '../../shared/report/word-findings.ts';
import { leadingCause, leadingWords, tellFindings } from '../../shared/report/worded.ts';
import type { ServiceConfig } from '../config/index.ts';
import { remediesFor } from '../remedies.ts';
import { ScheduleChange } from './schedule-change.ts';
import type { VerdictChange } from './verdict-change.ts';
import type { Seen } from './watch-record.ts';

/**
 * The words of the watch, for `MARKED`: each channel and the page turn them into their own. They are
 * read later, so they hold moments where others have ages.
 */
function wordLook(result: ServiceResult, name: string) {
  const worded = wordResult(result, remediesFor(name));
  const leading = leadingWords(worded);
  const what = leading ? leading.lasting : describeMoments(result);
  const undone = leading?.undone ?? '';
  const message = undone === '' ? what : `could not ${undone}: ${what}`;
  const findings = tellFindings(worded, MARKED).map(({ severity, fact, remedy }) => {
    return { severity, fact, remedy };
  });
  return { cause: leadingCause(worded), what, undone, message, findings };
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
): { readonly seen: Seen; readonly headline: string; readonly undone: string } {
  const { findings, verdict, judgedAt } = result;
  const { cause, undone, ...words } = wordLook(result, name);
  const isRead = !findings.some(isNothingRead);
  const kept = !isRead && before?.service === service ? before : null;
  const seen: Seen = {
    provider,
    service,
    verdict,
    cause,
    reasons: reasonsOf(findings),
    message: words.message,
    findings: words.findings,
    recoveryPoint: result.latestUsable?.recoveryPoint ?? kept?.recoveryPoint ?? null,
    nextDue: findNextRun(result.schedules, judgedAt)?.at ?? kept?.nextDue ?? null,
    latestSizeBytes: result.latestUsable?.sizeBytes ?? kept?.latestSizeBytes ?? null,
    schedule: describeRunning(result) || (kept?.schedule ?? ''),
    lookedAt: judgedAt,
    history: kept?.history ?? describeHistory(result.history),
  };
  // A notice that something could not be checked says so itself.
  return { seen, headline: cause === 'unknown' ? words.what : words.message, undone };
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

interface ToldLook {
  readonly service: ServiceConfig;
  readonly seen: Seen;
  readonly headline: string;
  readonly undone: string;
}

/** What is told of a change that a look brought. */
export function describeChange(
  { kind, verdict, before, openedAt }: Change,
  { service, seen, headline, undone }: ToldLook,
): VerdictChange {
  const { cause, reasons, findings, recoveryPoint, nextDue, lookedAt } = seen;
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
    headline,
    undone: undone || 'check the backups',
    findings: [...findings],
    recoveryPoint,
    nextDue,
    openedAt,
    at: lookedAt,
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
