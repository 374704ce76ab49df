import { html, raw } from 'hono/html';

/** Hono's tagged template: what stands between `${` and `}` is escaped, unless it is markup itself. */
export const markup = html;

export type Markup = ReturnType<typeof html>;

/** Our own markup that was put together as text. Must hold no text from outside. */
export const trusted = raw;

/** For where there is nothing to show. */
export const NOTHING = raw('');
