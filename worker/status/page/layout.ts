import type { ShownVerdict } from '../shown-verdict.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { type PageContext, REFRESH_OFF } from './page-context.ts';
import { STYLE } from './style.ts';
import { LOOKS } from './verdict-mark.ts';

/** Seconds until a page loads itself again, so that the ages on it stay true. */
const REFRESH = 60;

interface Layout {
  readonly title: string;
  /** The colour and the shape of the tab's icon. */
  readonly verdict: ShownVerdict;
  readonly query: PageContext['query'];
  /** The address of this page without a query. */
  readonly path: string;
  readonly skip: { readonly to: string; readonly text: string };
  /** Where the overview is, on pages below it. */
  readonly back?: string;
  readonly body: Markup;
}

const STYLE_SHEET = trusted(`<style>${STYLE}</style>`);

/** What all pages have around them. */
export function writeLayout({ title, verdict, query, path, skip, back, body }: Layout): Markup {
  const refresh = query === '' ? markup`<meta http-equiv="refresh" content="${REFRESH}">` : '';
  const home =
    back === undefined
      ? markup`<span>Backup Gate</span>`
      : markup`<a href="${back}">← All services</a>`;
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>${title} · Backup Gate</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">${refresh}
<link rel="icon" href="${drawTabIcon(verdict)}">${STYLE_SHEET}</head>
<body><a class="skip" href="#${skip.to}">${skip.text}</a><div class="wrap">
<header class="top">${home}${writeRefreshSwitch(query, path)}</header>
${body}</div></body></html>`;
}

/** A page that moves by itself has to be stoppable, for those who read slowly or by ear. */
function writeRefreshSwitch(query: PageContext['query'], path: string): Markup {
  return query === ''
    ? markup`<span>Reloads every minute · <a href="${path}${REFRESH_OFF}">Stop reloading</a></span>`
    : markup`<span>Does not reload by itself · <a href="${path}">Reload every minute</a></span>`;
}

const ICON_COLORS: Readonly<Record<ShownVerdict, string>> = {
  block: '#d92d20',
  unknown: '#7d8894',
  warn: '#d9a02b',
  pass: '#2a9d5c',
};

/** The verdict's shape in a tab, readable on light and dark. */
function drawTabIcon(verdict: ShownVerdict): string {
  const { shape } = LOOKS[verdict];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="${ICON_COLORS[verdict]}" fill-rule="evenodd" d="${shape}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
