import { writeBanner } from './banner.ts';
import { writeLayout } from './layout.ts';
import { type Markup, markup } from './markup.ts';

/** Where the board cannot be read. It tries again by itself. */
export function writeUnreadablePage(path: string): Markup {
  const verdict = 'unknown';
  return writeLayout({
    title: '❔ cannot be read',
    verdict,
    query: '',
    path,
    skip: { to: 'state', text: 'Skip to the state' },
    body: markup`<main id="state">${writeBanner({
      verdict,
      heading: 'The status cannot be read',
      text: 'Nothing is known of the backups here. The log of the Worker has the reason.',
    })}</main>`,
  });
}
