import { formatAge, formatDuration } from '../../shared/domain/duration.ts';
import { formatMoment, type Instant } from '../../shared/domain/instant.ts';
import { MARKED } from '../../shared/report/medium.ts';
import type { LabelPart } from '../orders/requester.ts';
import type { Run } from '../orders/run.ts';
import { explainOverride, type OverrideNotice } from '../protection/override-notice.ts';
import { remedyAfterRun } from '../remedies.ts';
import { explainScheduleChange, type ScheduleChange } from '../watch/schedule-change.ts';
import type { VerdictChange } from '../watch/verdict-change.ts';
import type { DeliveryContext } from './channel.ts';
import type { NotifyEvent } from './event.ts';
import { describeLastGood, describeRunEnd } from './run-end.ts';

/** How serious a notice is. Each channel has its own colour, priority or severity for it. */
export type Tone =
  | 'blocked'
  /** It blocks because the backups could not be checked: they may be good. */
  | 'unknown'
  | 'warning'
  | 'recovered'
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  /** Two people let a deployment through. */
  | 'overridden'
  /** The watch did what the configuration asks for. */
  | 'done';

export const SIGNS: Readonly<Record<Tone, string>> = {
  blocked: '❌',
  unknown: '❓',
  warning: '⚠️',
  recovered: '✅',
  succeeded: '✅',
  failed: '❌',
  'timed-out': '⌛',
  overridden: '🔓',
  done: '🗓️',
};

/** What a channel shows, whatever it is about. All texts are MARKED. */
export interface Notice {
  readonly tone: Tone;
  readonly title: string;
  /** What was found, and what to do about it ('' where nothing). */
  readonly items: readonly { readonly fact: string; readonly remedy: string }[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** When it happened, which a message that was held up is later than. */
  readonly at: Instant;
}

export async function noticeOf(
  event: NotifyEvent,
  { holdingsOf, now }: Pick<DeliveryContext, 'holdingsOf' | 'now'>,
): Promise<Notice> {
  switch (event.kind) {
    case 'run-ended': {
      const { run } = event;
      const holdings = run.state === 'succeeded' ? null : await holdingsOf(run);
      return noticeOfRun(run, { holdings, now });
    }
    case 'verdict-changed':
      return noticeOfChange(event.change, now);
    case 'schedule-changed':
      return noticeOfSchedule(event.change);
    case 'override':
      return noticeOfOverride(event.override);
  }
}

function noticeOfRun(
  run: Run,
  { holdings, now }: { readonly holdings: string | null; readonly now: Instant },
): Notice {
  const { state, verb, facts, reason } = describeRunEnd(run, now);
  const remedy = remedyAfterRun(run, { timedOut: state === 'timed-out', quote: MARKED.quote });
  const failure = {
    fact: reason === null ? 'No reason was given.' : MARKED.quote(reason),
    remedy: `${describeLastGood(holdings)} ${remedy}`,
  };
  return {
    tone: state,
    title: `Backup of ${MARKED.quote(run.service)} ${verb}`,
    items: state === 'succeeded' ? [] : [failure],
    facts: [
      { label: 'Backup', value: facts.join(' · ') },
      { label: 'Asked for by', value: describeRequesters(run) },
      { label: 'Run', value: MARKED.quote(run.id) },
    ],
    at: run.finishedAt ?? now,
  };
}

/** Everyone is listed in Slack and in the run's JSON. */
function describeRequesters({ requestedBy: [first, ...others] }: Run): string {
  if (first === undefined) return 'nobody who is known';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${first.label.map(describePart).join('')}${more}`;
}

function describePart(part: LabelPart): string {
  switch (part.kind) {
    case 'words':
      return part.text;
    case 'quote':
      return MARKED.quote(part.text);
    case 'slack-user':
      return `Slack user ${MARKED.quote(part.id)}`;
  }
}

export function noticeOfChange(change: VerdictChange, now: Instant): Notice {
  const { provider, findings, recoveryPoint, nextDue, kind, openedAt, at } = change;
  const time = kind === 'recovered' ? 'Lasted' : 'Since';
  const lasted = kind === 'recovered' ? formatDuration(at - openedAt) : formatMoment(openedAt, now);
  return {
    tone: toneOf(change),
    title: titleOf(change),
    items: findings.filter(({ fact }) => fact !== ''),
    facts: [
      { label: 'Latest usable backup', value: describeMoment(recoveryPoint, now) },
      ...(nextDue === null ? [] : [{ label: 'Next due', value: formatMoment(nextDue, now) }]),
      { label: time, value: lasted },
      { label: 'Provider', value: provider },
    ].filter(({ value }) => value !== ''),
    at,
  };
}

export function noticeOfSchedule(change: ScheduleChange): Notice {
  const title = `${MARKED.quote(change.service)}: ${explainScheduleChange(change)}`;
  return { tone: 'done', title, items: [], facts: [], at: change.at };
}

/** All in the title: some channels show nothing else. */
export function noticeOfOverride(override: OverrideNotice): Notice {
  const { repository, environment, runId, service, at } = override;
  const what = `${MARKED.quote(repository)} to ${MARKED.quote(environment)} (run ${MARKED.quote(runId)})`;
  return {
    tone: 'overridden',
    title: `Deploy of ${what} allowed although the backups of ${MARKED.quote(service)} are not good. ${explainOverride(override)}`,
    items: [],
    facts: [{ label: 'Workflow run', value: MARKED.quote(runId) }],
    at,
  };
}

export function toneOf({ verdict, cause }: Pick<VerdictChange, 'verdict' | 'cause'>): Tone {
  if (verdict === 'pass') return 'recovered';
  if (verdict === 'warn') return 'warning';
  return cause === 'unknown' ? 'unknown' : 'blocked';
}

function titleOf({ service, verdict, before, cause, undone, headline }: VerdictChange): string {
  const name = MARKED.quote(service);
  if (verdict === 'pass') return `${name} recovered: ${headline}`;
  if (cause === 'unknown') return `Could not ${undone} of ${name}: ${headline}`;
  if (verdict === 'block') return `Deploy blocked on ${name}: ${headline}`;
  return before === 'block'
    ? `Deploy allowed on ${name}, with a warning: ${headline}`
    : `Warning on ${name}: ${headline}`;
}

function describeMoment(at: Instant | null, now: Instant): string {
  return at === null ? 'not known' : `${formatMoment(at, now)}, ${formatAge(now - at)}`;
}
