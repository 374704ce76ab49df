import type { Instant } from '../../../shared/domain/instant.ts';
import { MINUTE } from '../../../shared/domain/instant.ts';
import type { BoardContents } from '../board-reader.ts';
import type { ShownService } from '../shown-service.ts';
import type { PageContext } from './page-context.ts';

interface Shown {
  readonly contents: BoardContents;
  /** All else that the page depends on. */
  readonly key: string;
}

interface Rendered extends Shown {
  readonly html: string;
}

let last: Rendered | null = null;

/**
 * The page as this isolate wrote it last, if nothing on it has changed since: a screen on the wall
 * reloads it every minute, and rendering counts against the platform's 10 ms. Ages on it may be a
 * minute old, verdicts and snoozes never.
 */
export async function renderOnce(
  shown: Shown,
  write: () => Promise<string> | string,
): Promise<string> {
  if (last && last.contents === shown.contents && last.key === shown.key) return last.html;
  const html = await write();
  last = { ...shown, html };
  return html;
}

export function keyOf({ services, roundMs, now, base, query }: PageContext): string {
  return JSON.stringify([minuteOf(now), roundMs, base, query, services.map(stateOf)]);
}

function minuteOf(now: Instant): number {
  return Math.floor(now / MINUTE);
}

function stateOf({ name, service, verdict, snooze }: ShownService) {
  return [name, service, verdict, snooze !== null];
}
