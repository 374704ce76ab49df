import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu and macOS have it. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** One line for whoever has none. */
export const HOW_TO_GET =
  'No Chromium here. Install it (Debian, Ubuntu: apt-get install chromium fonts-noto-core fonts-noto-color-emoji), or set CHROMIUM to the path of one.';

/** The one that is asked for and no other; without one the first that is there. */
export function findChromium(
  asked = '',
  isThere: (path: string) => boolean = existsSync,
): string | null {
  const places = asked === '' ? USUAL_PLACES : [asked];
  return places.find((path) => isThere(path)) ?? null;
}

/** It calls nobody: pages are whole, and updates or reports are nothing for a picture. */
export const QUIET: readonly string[] = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Lends a browser, which has an empty profile of its own. */
export async function withChromium<Result>(
  executablePath: string,
  use: (browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await chromium.launch({ executablePath, args: [...QUIET] });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
