import { formatDuration } from '../../../shared/domain/duration.ts';
import { worstFirst } from '../shown-service.ts';
import { writeBanner } from './banner.ts';
import { writeDeployments } from './deployments.ts';
import { writeLayout } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import { sumUp } from './overall.ts';
import type { PageContext } from './page-context.ts';
import { writeCoverage } from './coverage.ts';
import { COLUMNS, writeRow } from './service-row.ts';
import { writeAge } from './words.ts';

/** All services, the worst first. */
export function writeOverview(page: PageContext): Markup {
  const { services, base, query } = page;
  const { verdict, sentence, title, others } = sumUp(services);
  const empty = explainEmpty(page);
  const banner = writeBanner({
    verdict,
    heading: empty?.heading ?? sentence,
    text: markup`<span class="muted">${empty?.text ?? summarise(page, others)}</span>`,
  });
  const rows = worstFirst(services).map((service) => writeRow(service, page));
  return writeLayout({
    title: empty?.title ?? title,
    verdict,
    query,
    path: base,
    skip: { to: 'services', text: 'Skip to the services' },
    body: markup`<main>${banner}<table class="services panel" role="table" id="services">${TABLE_HEAD}
<tbody role="rowgroup">${rows}</tbody></table>${writeDeployments(page.deployments, page.now)}${writeCoverage(page)}</main>
<footer class="foot"><span>Bars: size above the line, duration below it, × failed. Moments are in UTC.</span>
<a href="${base}/status.json">JSON</a><a href="${base}/metrics">Metrics</a></footer>`,
  });
}

const HEADS = COLUMNS.map((head) => markup`<th role="columnheader" scope="col">${head}</th>`);

const TABLE_HEAD = markup`<caption class="hidden">The backups of every service, worst first</caption>
<thead role="rowgroup"><tr role="row">${HEADS}</tr></thead>`;

function summarise({ services, now, roundMs }: PageContext, others: string): Markup {
  const looks = services.flatMap(({ view }) => view?.lookedAt ?? []);
  const every = roundMs === null ? '' : `, a look every ${formatDuration(roundMs)}`;
  const before = others === '' ? '' : `${others} · `;
  return markup`${before}last looked ${writeAge(Math.max(...looks), now)}${every}`;
}

/** Why there is nothing to show, and what to do. */
function explainEmpty({ services, roundMs }: PageContext) {
  if (roundMs === null) {
    return {
      title: '❔ no watch',
      heading: 'No watch is configured',
      text: markup`Nobody looks at the backups. Add <code>"watch": { "every": "1h" }</code> to <code>worker/config.json</code> and deploy.`,
    };
  }
  if (services.some(({ view }) => view !== null)) return null;
  return {
    title: '❔ not looked yet',
    heading: 'Nothing has been looked at yet',
    text: 'The watch looks within 15 minutes of a deployment. If nothing has come by then, see the log of the Worker.',
  };
}
