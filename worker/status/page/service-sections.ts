import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
import { capitalise } from '../../../shared/report/text.ts';
import type { ServiceView } from '../service-view.ts';
import { SHOWN_VERDICTS } from '../shown-verdict.ts';
import { drawHistory } from './history-chart.ts';
import { type Markup, markup, NOTHING, trusted } from './markup.ts';
import { drawIcon, LOOKS } from './verdict-mark.ts';
import { writeAge, writeMarked, writeMoment, writeSub } from './words.ts';

/** An "i" in a circle. */
const INFO =
  'M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zm0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM7 4v2h2V4zm0 3v5h2V7z';

const SEVERITIES = {
  block: { word: 'Blocks', shape: LOOKS.block.shape },
  warn: { word: 'Warns', shape: LOOKS.warn.shape },
  info: { word: 'For information', shape: INFO },
} as const;

function writeSection(title: string, content: Markup): Markup {
  return markup`<section><h2>${title}</h2>${content}</section>`;
}

export function writeFindings({ findings }: ServiceView): Markup {
  if (findings.length === 0) return NOTHING;
  const items = findings.map(({ severity, fact, remedy }) => {
    const { word, shape } = SEVERITIES[severity];
    const sign = markup`<span class="${severity}" title="${word}">${drawIcon(shape)}<span class="hidden">${word}:</span></span>`;
    const toDo = remedy === '' ? '' : writeSub(writeMarked(remedy));
    return markup`<li>${sign}<div>${writeMarked(fact)}${toDo}</div></li>`;
  });
  return writeSection('What was found', markup`<ul class="items panel">${items}</ul>`);
}

/** The picture, and its figures for those who cannot see it. */
export function writePastBackups({ history }: ServiceView, now: Instant): Markup {
  if (history.length === 0) return NOTHING;
  const heads = ['Began', 'Size', 'Duration', 'Outcome'].map(
    (head) => markup`<th scope="col">${head}</th>`,
  );
  const rows = history.toReversed().map(({ startedAt, sizeBytes, durationMs, good }) => {
    const began = startedAt === null ? '—' : writeMoment(startedAt, now);
    const size = sizeBytes === null ? '—' : formatSize(sizeBytes);
    const duration = durationMs === null ? '—' : formatDuration(durationMs);
    const outcome = good ? 'succeeded' : '× failed';
    return markup`<tr><td>${began}</td><td>${size}</td><td>${duration}</td><td>${outcome}</td></tr>`;
  });
  const figures = markup`<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
  return writeSection(
    `The last ${history.length} backups`,
    markup`<div class="panel empty">${trusted(drawHistory(history, 'chart large'))}
<p class="sub">Oldest first: size above the line, duration below it, × failed.</p><details><summary>Figures</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Figures of the last backups">${figures}</div></details></div>`,
  );
}

/** One-time backups that were asked of the Worker. */
export function writeRuns({ runs, runsTotal }: ServiceView, now: Instant): Markup {
  const { succeeded, failed, timedOut } = runsTotal;
  const items = runs.map(
    ({ id, type, state, at }) =>
      markup`<li><div>${type}: ${state}, ${writeAge(at, now)} · <a href="/runs/${id}">JSON</a></div></li>`,
  );
  const total = markup`<li class="muted">In all: ${succeeded} succeeded, ${failed} failed, ${timedOut} timed out.</li>`;
  return writeSection('Backups on request', markup`<ul class="items panel">${items}${total}</ul>`);
}

/** When the verdict changed, newest first. */
export function writeChanges({ changes }: ServiceView, now: Instant): Markup {
  const items = changes.map(({ at, kind, verdict, message }) => {
    const shown = SHOWN_VERDICTS.find((one) => one === verdict) ?? 'unknown';
    const when = markup`${kind}, ${verdict} · ${writeMoment(at, now)}, ${writeAge(at, now)}`;
    return markup`<li><span class="${shown}">${drawIcon(LOOKS[shown].shape)}</span><div>${writeMarked(capitalise(message))}${writeSub(when)}</div></li>`;
  });
  const none = changes.length === 0 ? markup`<li class="muted">None.</li>` : '';
  return writeSection(
    'Changes of the last 90 days',
    markup`<ol class="items panel">${items}${none}</ol>`,
  );
}
