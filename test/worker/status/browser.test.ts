import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { NOW } from '../run-fixture.ts';
import { failedView } from './board-fixture.ts';
import {
  chromiumForTests,
  launchChromium,
  openContext,
  SCHEMES,
  type Viewer,
  watchPage,
  WIDTHS,
} from './browser.ts';
import { HOSTILE, hostileView } from './hostile-view.ts';
import { sampleBoard, sampleNames, sampleOthers } from './sample-board.ts';
import { idOf, type Others, startStatusStage, type StatusStage } from './status-stage.ts';

const executable = chromiumForTests();

const NAMES = sampleNames(12);

let browser: Browser;
let watched: StatusStage;
let unwatched: StatusStage;

beforeAll(async () => {
  if (executable === null) return;
  [browser, watched, unwatched] = await Promise.all([
    launchChromium(executable),
    startStatusStage({ names: NAMES, roundMs: HOUR, now: NOW }),
    startStatusStage({ names: ['prod'], roundMs: null, now: NOW }),
  ]);
}, 120_000);

afterAll(async () => {
  await Promise.all([browser?.close(), watched?.stop(), unwatched?.stop()]);
});

const LAPTOP: Viewer = { colorScheme: 'light', width: WIDTHS.desktop };

async function open(url: string, viewer: Viewer = LAPTOP) {
  const context = await openContext(browser, viewer);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const seen = watchPage(page);
  const answer = await page.goto(url);
  expect(answer?.status()).toBe(200);
  return { page, ...seen };
}

/** What axe finds, each with its rule. */
async function audit(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const OUTLINE = 'getComputedStyle(document.activeElement).outlineStyle';

const RELOAD = 'meta-refresh: <meta http-equiv="refresh" content="60">';

/** By how many pixels the page is wider than its window. */
async function measureOverflow(page: Page): Promise<number> {
  const root = 'document.documentElement';
  return page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`);
}

const VIEWERS = SCHEMES.flatMap((colorScheme) =>
  Object.entries(WIDTHS).map(([device, width]) => [colorScheme, device, width] as const),
);

const PAGES: readonly (readonly [string, () => Promise<string>])[] = [
  ['the overview', async () => filled('')],
  [
    'the overview with deployments and who asked',
    async () => filled('', undefined, sampleOthers()),
  ],
  ['a service', async () => filled('/service/billing')],
  ['a service that nobody has looked at', async () => filled('/service/warehouse-2')],
  ['an empty board', async () => filled('', [])],
  ['a Worker without a watch', async () => unwatched.page],
];

async function filled(
  path: string,
  views = sampleBoard(NAMES),
  others: Others = {},
): Promise<string> {
  await watched.put(views, others);
  return `${watched.page}${path}`;
}

describe.skipIf(executable === null)('in Chromium', { timeout: 60_000 }, () => {
  describe.each(VIEWERS)('%s, on a %s', (colorScheme, _, width) => {
    test.each(PAGES)('%s fits, and neither axe nor the browser objects', async (_title, urlOf) => {
      const url = `${await urlOf()}?refresh=off`;
      const { page, requests, complaints } = await open(url, { colorScheme, width });
      expect(await measureOverflow(page)).toBe(0);
      expect([complaints, requests]).toEqual([[], [url]]);
      expect(await audit(page)).toEqual([]);
    });
  });

  test('axe objects only to the reload, which a reader can stop', async () => {
    const { page } = await open(await filled(''));
    expect(await audit(page)).toEqual([RELOAD]);
    await page.getByRole('link', { name: 'Stop reloading' }).click();
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0);
    await page.getByRole('link', { name: 'Reload every minute' }).click();
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1);
  });

  test('it is dark where the reader wants it dark', async () => {
    const url = await filled('');
    const backgrounds = await Promise.all(
      SCHEMES.map(async (colorScheme) => {
        const { page } = await open(url, { ...LAPTOP, colorScheme });
        return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      }),
    );
    expect(backgrounds).toEqual(['rgb(247, 248, 249)', 'rgb(17, 20, 23)']);
  });

  test.each(Object.entries(WIDTHS))(
    'to a screen reader it is a table, the worst service first: %s',
    async (_, width) => {
      const { page } = await open(await filled(''), { ...LAPTOP, width });
      const table = page.getByRole('table', { name: 'The backups of every service, worst first' });
      const headers = await table.getByRole('rowheader').allInnerTexts();
      expect(headers).toHaveLength(12);
      expect(headers.slice(0, 4).map((text) => text.split(/\s+/)[0])).toEqual([
        'Block',
        'Block',
        'Unknown',
        'Unknown',
      ]);
      const cells = table.getByRole('row', { name: /billing/ }).getByRole('cell');
      expect(await cells.count()).toBe(4);
    },
  );

  test('a keyboard goes to the services at once, and on to a service', async () => {
    const { page } = await open(await filled(''));
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the services' });
    const focused = page.locator(':focus-visible');
    expect(await focused.innerText()).toBe('Skip to the services');
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused.innerText()).toBe('billing');
    expect(await page.evaluate<string>(OUTLINE)).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${watched.page}/service/billing`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('billing: block');
  });

  test('all of it works without JavaScript', async () => {
    const { page } = await open(await filled(''), { ...LAPTOP, javaScriptEnabled: false });
    await page.getByRole('link', { name: 'billing' }).click();
    await page.getByText('Figures', { exact: true }).click();
    expect(await page.getByRole('cell', { name: '× failed' }).count()).toBe(1);
    await page.getByRole('link', { name: 'All services' }).click();
    expect(await page.title()).toBe('⛔ 2 block · Backup Gate');
  });

  test.each(Object.entries(WIDTHS))('hostile texts stay texts: %s', async (_, width) => {
    for (const path of ['', '/service/prod']) {
      const view = { ...hostileView(), service: idOf('prod') };
      const url = await filled(path, [view]);
      const { page, requests, complaints } = await open(url, { ...LAPTOP, width });
      expect(await measureOverflow(page)).toBe(0);
      expect([complaints, requests]).toEqual([[], [url]]);
      expect(await page.locator('script, img, iframe, form, [onload], [onclick]').count()).toBe(0);
      expect(await page.evaluate<string>('document.body.innerText')).toContain(HOSTILE.html);
      expect(await audit(page)).toEqual([RELOAD]);
    }
  });

  test('a badge is a picture that a browser can draw', async () => {
    await watched.put([{ ...failedView(), name: 'billing', service: idOf('billing') }]);
    const { page } = await open(`${watched.page}/badge/billing.svg`);
    expect(await page.evaluate<string>('document.documentElement.tagName')).toBe('svg');
    const texts = await page
      .locator('text')
      .evaluateAll((nodes) => nodes.map((node) => node.textContent));
    expect(texts).toEqual(['billing backups', 'block']);
  });
});
