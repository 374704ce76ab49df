import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import { capitalise } from '../../../shared/report/text.ts';
import type { ServiceView } from '../service-view.ts';
import type { ShownService } from '../shown-service.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { drawIcon } from './verdict-mark.ts';
import { cite, writeAge, writeMarked, writeMoment, writeSub } from './words.ts';

const MOON = drawIcon('M11 1.2A7.2 7.2 0 1 0 15 10 6.2 6.2 0 0 1 11 1.2z');

/** Who silenced the notices, until when, and why. */
export function writeSnooze(snooze: ShownService['snooze'], now: Instant): Markup {
  if (!snooze) return NOTHING;
  const { until, who, why } = snooze;
  const left = `(${formatDuration(until - now)} more)`;
  return markup`<div class="note">${MOON}<span>Snoozed until ${writeMoment(until, now)} ${left} by ${cite(who)}: “${cite(why)}”</span></div>`;
}

/** The latest of the one-time backups of late. */
export function writeLatestRun(runs: ServiceView['runs'], now: Instant): Markup {
  const [run] = runs;
  if (!run) return NOTHING;
  return writeSub(markup`${run.type} backup on request: ${run.state}, ${writeAge(run.at, now)}`);
}

/** What was known when the watch last looked, where that is too long ago to count. */
export function writeBefore({ verdict, view }: ShownService): Markup {
  if (verdict !== 'unknown' || !view) return NOTHING;
  return markup`<div class="muted">Before that: ${view.verdict}. ${writeMarked(capitalise(view.message))}</div>`;
}
