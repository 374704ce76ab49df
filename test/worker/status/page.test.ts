import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { formatAge } from '../../../shared/domain/duration.ts';
import { DAY, formatInstant, formatMoment, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { MARKED } from '../../../shared/report/medium.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { failedView, serviceView, STATUS_TOKEN } from './board-fixture.ts';
import { HOSTILE, hostileView } from './hostile-view.ts';
import { openStatus } from './open-status.ts';

const SHOP = { name: 'shop', service: 'dbtgf00000002' };
const ARCHIVE = {
  name: 'archive',
  provider: 'bycloud',
  service: '5f0c1f4e-0000-4000-8000-000000000001',
};

const overviewOf = (views: readonly ServiceView[], over = {}) => openStatus(views, over).text('');
const pageOf = (view: ServiceView) => openStatus([view]).text('/service/prod');

const titleOf = (html: string) => /<title>(.*?) · Backup Gate<\/title>/.exec(html)?.[1];
const headingOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];
const namesIn = (html: string) => [...html.matchAll(/service\/([a-z]+)"/g)].map(([, name]) => name);

/** What is read, without tags. */
const textOf = (html: string) =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');

/** Three services, each with its verdict. */
function board(...verdicts: readonly ServiceView['verdict'][]): readonly ServiceView[] {
  return [{}, SHOP, ARCHIVE].flatMap((service, index) => {
    const verdict = verdicts[index];
    return verdict ? [serviceView({ ...service, verdict })] : [];
  });
}

describe('the line on top, and the title of the tab', () => {
  test.each([
    [board('block', 'block', 'pass'), '⛔ 2 block', '2 of 3 services block'],
    [board('pass', 'block', 'warn'), '⛔ 1 block', '1 of 3 services blocks'],
    [board('block', 'block', 'block'), '⛔ 3 block', 'All 3 services block'],
    [board('pass', 'warn'), '❔ 1 unknown', '1 of 3 services is unknown'],
    [board('pass'), '❔ 2 unknown', '2 of 3 services are unknown'],
    [board('pass', 'warn', 'warn'), '⚠️ 2 warn', '2 of 3 services warn'],
    [board('pass', 'warn', 'pass'), '⚠️ 1 warn', '1 of 3 services warns'],
    [board('pass', 'pass', 'pass'), '✅ 3 pass', 'All 3 services pass'],
  ])('say what is worst: %#, %s', async (views, title, heading) => {
    const html = await overviewOf(views);
    expect([titleOf(html), headingOf(html)]).toEqual([title, heading]);
  });

  test.each([
    ['block', 'prod blocks'],
    ['warn', 'prod warns'],
    ['pass', 'prod passes'],
  ] as const)('name the only service there is: %s', async (verdict, heading) => {
    const { prod } = { prod: { provider: 'mariadb-cloud', service: 'dbtgf28044362' } };
    const config = { services: { prod: { ...prod, credential: 'SKYSQL_API_KEY' } } };
    const html = await overviewOf([serviceView({ verdict })], { config });
    expect(headingOf(html)).toBe(heading);
  });

  test('count the others, and say when the watch last looked', async () => {
    const [prod, shop] = board('block', 'warn');
    const late = { lookedAt: NOW - 50 * MINUTE };
    const views = [prod, shop].flatMap((view, index) =>
      view ? [index ? { ...view, ...late } : view] : [],
    );
    const text = textOf(await overviewOf(views));
    expect(text).toContain('1 unknown · 1 warn · last looked');
    expect(text).toContain(`last looked ${formatAge(12 * MINUTE)} , a look every 1h`);
  });
});

describe('the overview', () => {
  test('has the worst service first, and the snoozed ones of equal verdict last', async () => {
    const snooze = { until: NOW + HOUR, who: 'anna', why: 'migration' };
    expect(namesIn(await overviewOf(board('pass', 'block', 'warn')))).toEqual([
      'shop',
      'archive',
      'prod',
    ]);
    expect(namesIn(await overviewOf(board('pass', 'warn')))).toEqual(['archive', 'shop', 'prod']);
    const [prod, ...others] = board('block', 'block', 'block');
    const views = [...(prod ? [{ ...prod, snooze }] : []), ...others];
    expect(namesIn(await overviewOf(views))).toEqual(['shop', 'archive', 'prod']);
  });

  test('tells of each service what the watch found', async () => {
    const view = failedView();
    const text = textOf(await overviewOf([view]));
    expect(text).toContain('Block prod MariaDB Cloud The last backup failed');
    expect(text).toContain('full backup on request: running, 3m ago');
    expect(text).toContain('last looked 12m ago');
    expect(text).toContain(`1d 21h ago ${formatMoment(NOW - DAY - 21 * HOUR, NOW)}`);
    expect(text).toContain('in 8h 10m 0 2 * * * UTC, full');
    expect(text).toContain('5.3 GB');
  });

  test('has moments that machines read too', async () => {
    const html = await overviewOf([serviceView()]);
    expect(html).toContain(`<time datetime="${formatInstant(NOW - 12 * MINUTE)}"`);
    expect(html).toContain(`<time datetime="${formatInstant(NOW + 8 * HOUR + 10 * MINUTE)}"`);
  });

  test('says who snoozed a service, until when, and why', async () => {
    const snooze = { until: NOW + 3 * HOUR, who: 'anna', why: 'migration runs' };
    const text = textOf(await overviewOf([failedView({ snooze })]));
    const until = formatMoment(snooze.until, NOW);
    expect(text).toContain(`Snoozed until ${until} (3h more) by anna : “ migration runs ”`);
    const over = { ...snooze, until: NOW };
    expect(textOf(await overviewOf([failedView({ snooze: over })]))).not.toContain('Snoozed');
  });

  test('of a look that is too old tells what it found, and that it does not count', async () => {
    const lookedAt = NOW - 3 * HOUR;
    const text = textOf(await overviewOf([failedView({ lookedAt })]));
    expect(text).toContain(
      `Unknown prod MariaDB Cloud Not looked at since ${formatMoment(lookedAt, NOW)}`,
    );
    expect(text).toContain('Before that: block. The last backup failed');
  });

  test('says that a backup was due before the watch looked again', async () => {
    const view = serviceView({ nextDue: NOW - MINUTE, lookedAt: NOW - HOUR });
    expect(textOf(await overviewOf([view]))).toContain('was due 1m ago');
  });

  test('describes the picture of the last backups in words', async () => {
    const history = [
      { startedAt: NOW - 2 * DAY, sizeBytes: 4e9, durationMs: 11 * MINUTE, good: true },
      { startedAt: NOW - DAY, sizeBytes: null, durationMs: MINUTE, good: false },
      { startedAt: NOW, sizeBytes: 5e9, durationMs: null, good: true },
    ];
    expect(await overviewOf([serviceView({ history })])).toContain(
      'aria-label="The last 3 backups, oldest first: 1 failed; sizes from 4 GB to 5 GB; durations from 1m to 11m"',
    );
    const bare = history.map(({ startedAt }) => ({
      startedAt,
      sizeBytes: null,
      durationMs: null,
      good: true,
    }));
    expect(await overviewOf([serviceView({ history: bare })])).toContain(
      'aria-label="The last 3 backups, oldest first: none failed"',
    );
    expect(await overviewOf([serviceView({ history: [] })])).not.toContain('role="img"');
  });
});

describe('without anything to show', () => {
  test('a Worker without a watch says how to get one', async () => {
    const html = await overviewOf([serviceView()], { roundMs: null });
    expect([titleOf(html), headingOf(html)]).toEqual(['❔ no watch', 'No watch is configured']);
    expect(textOf(html)).toContain('Add "watch": { "every": "1h" } to worker/config.json');
    expect(textOf(html)).toContain('Unknown prod');
  });

  test('a watch that has not looked yet says when it will', async () => {
    const html = await overviewOf([]);
    expect(headingOf(html)).toBe('Nothing has been looked at yet');
    expect(textOf(html)).toContain('within 15 minutes');
    expect(namesIn(html)).toEqual(['prod', 'shop', 'archive']);
  });

  test('a board that cannot be read is said to be so, on a page that tries again', async () => {
    const readBoard = () => Promise.reject(new Error('broken'));
    const answer = await openStatus([], { readBoard }).get('');
    const html = await answer.text();
    expect([answer.status, headingOf(html)]).toEqual([500, 'The status cannot be read']);
    expect(html).toContain('http-equiv="refresh"');
  });
});

describe('the page of a service', () => {
  test('has what was found with what to do, runs, figures and changes', async () => {
    const html = await pageOf(failedView());
    const text = textOf(html);
    expect([titleOf(html), headingOf(html)]).toEqual(['⛔ prod: block', 'prod: block']);
    expect(text).toContain(
      `Blocks: Last backup failed (full, ${formatMoment(NOW - 15 * HOUR, NOW)}). Take one now: /backup prod`,
    );
    expect(text).toContain(
      'Warns: The provider says of schedule 215: last run failed: disk quota exceeded',
    );
    expect(text).toContain('For information: The one before took 14m');
    expect(text).toContain('full: running, 3m ago');
    expect(html).toContain(`<a href="/runs/prod.${'0123456789abcdef'.repeat(2)}">`);
    expect(text).toContain('In all: 3 succeeded, 1 failed, 0 timed out.');
    expect(text).toContain('The last 20 backups');
    expect(text).toContain('40s × failed');
    const recovered = formatMoment(NOW - 9 * DAY, NOW);
    expect(text).toContain(`recovered, pass · ${recovered} , 9d ago`);
  });

  test('is there for a service that nobody has looked at', async () => {
    const text = textOf(await openStatus().text('/service/archive'));
    expect(text).toContain('archive: unknown Not looked at yet');
    expect(text).not.toContain('Changes');
  });
});

describe('the safety of the pages', () => {
  test.each(['', '/service/prod'])('allows one style sheet and nothing else: %j', async (path) => {
    const answer = await openStatus([failedView()]).get(path);
    const html = await answer.text();
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(html).not.toMatch(/<script|\sstyle=|\son[a-z]+=|https?:\/\/(?!www\.w3\.org)/i);
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
  });

  test('escapes what others wrote, and shows it in one line that reorders nothing', async () => {
    for (const path of ['', '/service/prod']) {
      const html = await openStatus([hostileView()]).text(path);
      expect(html).not.toContain(HOSTILE.html);
      expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(html).not.toContain('" onload=');
      expect(html).not.toMatch(/<(?:img|script)/);
      expect(html).toContain('&amp;lt;b&amp;gt;');
      expect(html).not.toMatch(/[\p{Cf}\p{Co}\0]/u);
      expect(html).not.toContain('x'.repeat(201));
    }
  });

  test('reads the value that stands for nothing as nothing', async () => {
    const empty = { until: NOW + HOUR, who: '', why: '\u0000' };
    const text = textOf(
      await overviewOf([serviceView({ snooze: empty, schedule: MARKED.quote('') })]),
    );
    expect(text).toContain('by (empty) : “ (empty) ”');
    expect(text).not.toMatch(/\b(?:null|undefined|NaN)\b/);
  });

  test('reloads unless the reader stops it', async () => {
    expect(await overviewOf([])).toContain('<meta http-equiv="refresh" content="60">');
    const stopped = await openStatus().text('?refresh=off');
    expect(stopped).not.toContain('http-equiv="refresh"');
    expect(stopped).toContain(`<a href="/status/${STATUS_TOKEN}">Reload every minute</a>`);
    expect(stopped).toContain(`href="/status/${STATUS_TOKEN}/service/prod?refresh=off"`);
    const service = await openStatus().text('/service/prod?refresh=off');
    expect(service).toContain(`<a href="/status/${STATUS_TOKEN}?refresh=off">← All services</a>`);
  });
});
