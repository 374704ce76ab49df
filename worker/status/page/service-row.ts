import type { Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
import { CORE_PROVIDERS } from '../../../shared/provider/core-providers.ts';
import type { ServiceView } from '../service-view.ts';
import type { ShownService } from '../shown-service.ts';
import { drawHistory } from './history-chart.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { writeBefore, writeLatestRun, writeSnooze } from './notes.ts';
import type { PageContext } from './page-context.ts';
import { writeMark } from './verdict-mark.ts';
import { writeAge, writeDue, writeMarked, writePast, writeSub, writeUntil } from './words.ts';

export const COLUMNS = ['Service', 'State', 'Latest usable backup', 'Next due', 'Last 20 backups'];

/** A service of the overview. Its roles keep it a table where it is laid out as a card. */
export function writeRow(service: ShownService, { now, base, query }: PageContext): Markup {
  const { name, provider, verdict, view, snooze } = service;
  const { title } = CORE_PROVIDERS[provider];
  const link = markup`<a class="name" href="${base}/service/${name}${query}">${name}</a>`;
  return markup`<tr role="row" class="${verdict}${snooze ? ' snoozed' : ''}">
<th role="rowheader" scope="row"><div class="who">${writeMark(verdict)}<div>${link}${writeSub(title)}</div></div></th>
<td role="cell" class="says">${writeState(service, now)}</td>
<td role="cell">${writePast(view?.recoveryPoint ?? null, now)}</td>
<td role="cell">${writeNextDue(view, now)}</td>
<td role="cell" class="${view?.history.length ? 'past' : 'blank'}">${writeHistory(view)}</td></tr>`;
}

function writeState(service: ShownService, now: Instant): Markup {
  const { message, view, snooze } = service;
  const state = markup`${writeMarked(message)}${writeBefore(service)}${writeSnooze(snooze, now)}`;
  if (!view) return state;
  const looked = writeSub(markup`last looked ${writeAge(view.lookedAt, now)}`);
  return markup`${state}${writeLatestRun(view.runs, now)}${looked}`;
}

function writeNextDue(view: ServiceView | null, now: Instant): Markup {
  const at = view?.nextDue ?? null;
  if (!view?.schedule) return writeDue(at, now);
  const due = at === null ? '—' : writeUntil(at, now);
  return markup`${due}${writeSub(writeMarked(view.schedule))}`;
}

function writeHistory(view: ServiceView | null): Markup {
  if (!view || view.history.length === 0) return markup`<span class="muted">—</span>`;
  const { history, latestSizeBytes } = view;
  const size = latestSizeBytes === null ? '' : writeSub(formatSize(latestSizeBytes));
  return markup`<div>${trusted(drawHistory(history))}${size}</div>`;
}
