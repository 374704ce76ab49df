import { formatAge, formatDuration } from '../../../shared/domain/duration.ts';
import { formatInstant, formatMoment, type Instant } from '../../../shared/domain/instant.ts';
import { renderMarked } from '../../../shared/report/medium.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { type Markup, markup } from './markup.ts';

/** Text that was written for `MARKED`. */
export function writeMarked(text: string): Markup {
  const parts: (string | Markup)[] = [];
  const take = (part: string | Markup) => {
    parts.push(part);
    return '';
  };
  renderMarked(text, {
    quote: (quoted) => take(quote(quoted)),
    code: (code) => take(markup`<code>${code}</code>`),
    prose: (words) => take(words),
  });
  return markup`${parts}`;
}

/** Text from outside: one line, set apart, and unable to turn the direction of what is around it. */
export function quote(text: string): Markup {
  return markup`<bdi class="quoted">${toOneLine(text) || '(empty)'}</bdi>`;
}

/** The same in running text. */
export function cite(text: string): Markup {
  return markup`<bdi>${toOneLine(text) || '(empty)'}</bdi>`;
}

export function writeMoment(at: Instant, now: Instant): Markup {
  return markup`<time datetime="${formatInstant(at)}">${formatMoment(at, now)}</time>`;
}

/** How long ago it was. */
export function writeAge(at: Instant, now: Instant): Markup {
  return markup`<time datetime="${formatInstant(at)}">${formatAge(now - at)}</time>`;
}

/** In how long it is due, and when as its title. The watch may not have looked since it was. */
export function writeUntil(at: Instant, now: Instant): Markup {
  const isAhead = at > now;
  const words = isAhead ? `in ${formatDuration(at - now)}` : `was due ${formatAge(now - at)}`;
  return markup`<time datetime="${formatInstant(at)}" title="${formatMoment(at, now)}">${words}</time>`;
}

const UNKNOWN = markup`<span class="muted">—</span>`;

/** How long ago, and when. */
export function writePast(at: Instant | null, now: Instant): Markup {
  if (at === null) return UNKNOWN;
  return markup`${formatAge(now - at)}${writeSub(writeMoment(at, now))}`;
}

/** In how long, and when. */
export function writeDue(at: Instant | null, now: Instant): Markup {
  if (at === null) return UNKNOWN;
  return markup`${writeUntil(at, now)}${writeSub(writeMoment(at, now))}`;
}

/** A line below another one, smaller. */
export function writeSub(content: string | Markup): Markup {
  return markup`<span class="sub">${content}</span>`;
}
