import { formatInstant } from '../../../shared/domain/instant.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import type { NotifyEvent } from '../event.ts';
import { fitMarked } from '../marked.ts';
import type { Notice, Tone } from '../notice.ts';
import { PLAIN_TEXT } from '../plain.ts';

export type AlertingEvent = Exclude<NotifyEvent, { kind: 'schedule-changed' }>;

/** An event of PagerDuty's Events API v2, but for the key. */
export interface Alert {
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client?: string;
  readonly payload?: object;
}

/**
 * `error` for what could not be found out, or only a request is about: it pages people as `critical`
 * does, and they see that the data may be safe. A run that timed out may still succeed.
 */
const SEVERITIES: Readonly<Record<Tone, string | null>> = {
  blocked: 'critical',
  unknown: 'error',
  failed: 'error',
  warning: 'warning',
  'timed-out': 'warning',
  overridden: 'warning',
  recovered: null,
  succeeded: null,
  done: null,
};

const MAX_SUMMARY = 1024;
const MAX_KEY = 255;
const MAX_TEXT = 1000;
const MAX_ITEMS = 20;

/**
 * What is over resolves the alert. `warnings`: whether the receiver is told of warnings; otherwise the
 * alert is resolved as soon as nothing blocks.
 */
export function alertOf(
  event: AlertingEvent,
  notice: Notice,
  { warnings }: { readonly warnings: boolean },
): Alert {
  const dedup_key = toOneLine(keyOf(event), MAX_KEY);
  const severity = SEVERITIES[notice.tone];
  const isOver = notice.tone === 'warning' && !warnings;
  if (severity === null || isOver) return { event_action: 'resolve', dedup_key };
  return {
    event_action: 'trigger',
    dedup_key,
    client: 'Backup Gate',
    payload: {
      summary: fitMarked(notice.title, PLAIN_TEXT, { max: MAX_SUMMARY }),
      source: PLAIN_TEXT.quote(sourceOf(event)),
      severity,
      timestamp: formatInstant(notice.at),
      component: 'backups',
      custom_details: detailsOf(notice),
    },
  };
}

/**
 * An incident has an id. Nothing but another run mends a failed one, so the runs of a service and
 * type share an alert, and the next that succeeds resolves it.
 */
function keyOf(event: AlertingEvent): string {
  switch (event.kind) {
    case 'run-ended':
      return `backup-gate run ${event.run.type} ${event.run.service}`;
    case 'verdict-changed':
      return `backup-gate ${event.change.incident}`;
    case 'override':
      return `backup-gate override ${event.override.id}`;
  }
}

function sourceOf(event: AlertingEvent): string {
  switch (event.kind) {
    case 'run-ended':
      return event.run.service;
    case 'verdict-changed':
      return event.change.service;
    case 'override':
      return event.override.service;
  }
}

function detailsOf({ items, facts }: Notice): Readonly<Record<string, unknown>> {
  const show = (text: string) => fitMarked(text, PLAIN_TEXT, { max: MAX_TEXT });
  const found = items.slice(0, MAX_ITEMS).map(({ fact, remedy }) => {
    return [fact, remedy].filter(Boolean).map(show).join(' ');
  });
  const listed = facts.map(({ label, value }) => [label, show(value)]);
  return { Found: found, ...Object.fromEntries(listed) };
}
