import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium, HOW_TO_GET, QUIET } from '../../pictures/chromium.ts';

/** Says so where there is none, or fails where one is required. */
export function chromiumForTests(): string | null {
  const found = findChromium(process.env['CHROMIUM']);
  if (found !== null) return found;
  if (process.env['BROWSER_TESTS'] === 'required') throw new Error(HOW_TO_GET);
  process.stderr.write(`\nNOT TESTED: the status page in a browser. ${HOW_TO_GET}\n\n`);
  return null;
}

/** With an empty profile of its own. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...QUIET] });
}

export const SCHEMES = ['light', 'dark'] as const;

export const WIDTHS = { phone: 375, desktop: 1280 } as const;

export interface Viewer {
  readonly colorScheme: (typeof SCHEMES)[number];
  readonly width: number;
  readonly javaScriptEnabled?: boolean;
}

export async function openContext(browser: Browser, viewer: Viewer): Promise<BrowserContext> {
  const { width, ...rest } = viewer;
  return browser.newContext({ ...rest, viewport: { width, height: 800 } });
}

interface Seen {
  readonly requests: string[];
  readonly complaints: string[];
}

/** What a page does besides showing itself: its requests, and what the browser complains of. */
export function watchPage(page: Page): Seen {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith('data:')) requests.push(url);
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { requests, complaints };
}
