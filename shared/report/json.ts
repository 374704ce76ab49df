import { formatInstant, type Instant } from '../domain/instant.ts';
import type { Finding } from '../domain/finding.ts';
import { findNextRun } from './next-run.ts';
import { PLAIN } from './medium.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { EnsuredSchedule, ServiceResult } from '../domain/service-result.ts';
import { toOneLine } from './text.ts';
import { leadingCause, toSentence, type WordedFinding, type WordedResult } from './worded.ts';

/** One service in the `result` output. Times are ISO 8601 UTC, durations seconds. */
export function toJson(provider: string, result: WordedResult) {
  const { service, judged, verdict, findings, words, request } = result;
  return {
    provider,
    service,
    ...(result.name === undefined ? {} : { name: toOneLine(result.name) }),
    verdict: judged ? verdict : '',
    cause: leadingCause(result),
    findings: findings.map((finding, index) => findingToJson(finding, words[index])),
    latest: latestToJson(result),
    schedule: scheduleToJson(result),
    request: request && { ...request, backupId: cleanOrNull(request.backupId) },
  };
}

export function findingToJson(
  finding: Finding,
  words: WordedFinding | undefined,
): Record<string, unknown> {
  const { code, severity, ...measured } = finding;
  const numbers = spellForMachines(measured);
  const message = words ? toSentence(words, PLAIN) : '';
  return { code, severity, ...numbers, message };
}

/** `…Ms` becomes `…Seconds`, `…At` becomes ISO 8601, text becomes one line, at any depth. */
function spellForMachines(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => spellOne(name, value as unknown)),
  );
}

function spellOne(name: string, value: unknown): [string, unknown] {
  if (typeof value === 'string') return [name, toOneLine(value)];
  if (name.endsWith('Ms')) {
    const seconds = typeof value === 'number' ? Math.floor(value / 1000) : null;
    return [`${name.slice(0, -2)}Seconds`, seconds];
  }
  if (name.endsWith('At') && typeof value === 'number') return [name, formatInstant(value)];
  if (Array.isArray(value)) return [name, value.map((item) => spellOne('', item)[1])];
  if (typeof value === 'object' && value !== null) return [name, spellForMachines(value)];
  return [name, value];
}

function latestToJson({ latestUsable, latestFinished, judgedAt }: ServiceResult) {
  const latest = latestUsable ?? latestFinished;
  if (!latest) return null;
  const { id, type, status, statusText, recoveryPoint, sizeBytes, sizeText } = latest;
  return {
    id: cleanOrNull(id),
    type: cleanOrNull(type),
    status,
    statusText: toOneLine(statusText),
    usable: latest === latestUsable,
    recoveryPointAt: recoveryPoint === null ? null : formatInstant(recoveryPoint),
    ageSeconds:
      recoveryPoint === null ? null : Math.max(0, Math.floor((judgedAt - recoveryPoint) / 1000)),
    sizeBytes,
    sizeText: cleanOrNull(sizeText),
  };
}

function scheduleToJson({ ensured, schedules, judgedAt }: ServiceResult) {
  const [first, ...others] = ensured;
  if (first) {
    const more = others.length > 0 ? { others: others.map((each) => changeToJson(each)) } : {};
    return { ...changeToJson(first), nextRunAt: nextRunOf(first.after, judgedAt), ...more };
  }
  const schedule = findNextRun(schedules, judgedAt)?.schedule;
  if (!schedule) return null;
  const { id } = schedule;
  const unasked = { ...stateToJson(schedule), change: null, before: null };
  return { id: toOneLine(id), ...unasked, nextRunAt: nextRunOf(schedule, judgedAt) };
}

function changeToJson({ id, change, before, after }: EnsuredSchedule) {
  const was = before && stateToJson(before);
  return { id: toOneLine(id), ...stateToJson(after), change, before: was };
}

/** All `null` if the schedule no longer exists. */
function stateToJson(schedule: Schedule | null) {
  return {
    type: cleanOrNull(schedule?.type ?? null),
    cron: schedule?.cron?.text ?? null,
    suspended: schedule?.suspended ?? null,
  };
}

function nextRunOf(schedule: Schedule | null, now: Instant): string | null {
  const next = schedule && findNextRun([schedule], now);
  return next ? formatInstant(next.at) : null;
}

function cleanOrNull(text: string | null): string | null {
  return text === null ? null : toOneLine(text);
}
