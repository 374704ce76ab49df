import type { Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
import { CORE_PROVIDERS } from '../../../shared/provider/core-providers.ts';
import type { ServiceView } from '../service-view.ts';
import type { ShownService } from '../shown-service.ts';
import { writeBanner } from './banner.ts';
import { writeLayout } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import { writeBefore, writeSnooze } from './notes.ts';
import type { PageContext } from './page-context.ts';
import { writeChanges, writeFindings, writePastBackups, writeRuns } from './service-sections.ts';
import { LOOKS } from './verdict-mark.ts';
import { quote, writeDue, writeMarked, writePast } from './words.ts';

/** All that is known of one service. */
export function writeServicePage(service: ShownService, page: PageContext): Markup {
  const { name, verdict, view, snooze } = service;
  const { base, query, now } = page;
  const text = writeMarked(service.message);
  return writeLayout({
    title: `${LOOKS[verdict].sign} ${name}: ${verdict}`,
    verdict,
    query,
    path: `${base}/service/${name}`,
    skip: { to: 'state', text: 'Skip to the state' },
    back: `${base}${query}`,
    body: markup`<main id="state">${writeBanner({ verdict, heading: `${name}: ${verdict}`, text })}
${writeBefore(service)}${writeSnooze(snooze, now)}${writeFacts(service, now)}${view && writeSections(view, now)}</main>
<footer class="foot"><span>Moments are in UTC.</span><a href="${base}/badge/${name}.svg">Badge</a>
<a href="${base}/badge/${name}.json">Badge for Shields</a></footer>`,
  });
}

function writeFacts({ provider, service: id, view }: ShownService, now: Instant): Markup {
  const size = view?.latestSizeBytes ?? null;
  const facts: readonly (readonly [string, string | Markup])[] = [
    ['Latest usable backup', writePast(view?.recoveryPoint ?? null, now)],
    ['Next due', writeDue(view?.nextDue ?? null, now)],
    ['Schedule', view?.schedule ? writeMarked(view.schedule) : '—'],
    ['Latest size', size === null ? '—' : formatSize(size)],
    ['Last looked', writePast(view?.lookedAt ?? null, now)],
    [CORE_PROVIDERS[provider].title, quote(id)],
  ];
  const items = facts.map(([name, fact]) => markup`<div><dt>${name}</dt><dd>${fact}</dd></div>`);
  return markup`<dl class="facts panel">${items}</dl>`;
}

function writeSections(view: ServiceView, now: Instant): Markup {
  return markup`${writeFindings(view)}${writePastBackups(view, now)}${writeRuns(view, now)}${writeChanges(view, now)}`;
}
