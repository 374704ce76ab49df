import type { Coverage } from '../asks.ts';
import { SHOWN_VERDICTS } from '../shown-verdict.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { drawIcon, LOOKS } from './verdict-mark.ts';
import { cite, writeAge, writeSub } from './words.ts';

/** Which repositories ask for verdicts, those first that never did. */
export function writeCoverage({ coverage, now }: PageContext): Markup {
  if (coverage.length === 0) return NOTHING;
  const items = coverage.map((one) => writeOne(one, now));
  return markup`<section><h2>Who asks before a deploy</h2><ul class="items panel">${items}</ul></section>`;
}

function writeOne({ repository, environment, ask }: Coverage, now: number): Markup {
  const where = environment === null ? '' : markup` to <b>${cite(environment)}</b>`;
  const who = markup`<b>${cite(repository)}</b>${where}`;
  if (!ask) {
    return markup`<li><span class="unknown">${drawIcon(LOOKS.unknown.shape)}</span><div>${who}${writeSub('Has not asked in the last 90 days.')}</div></li>`;
  }
  const shown = SHOWN_VERDICTS.find((verdict) => verdict === ask.verdict) ?? 'unknown';
  const asked = markup`Asked for ${ask.services.join(', ')} ${writeAge(ask.at, now)}: ${ask.verdict || 'not judged'}`;
  return markup`<li><span class="${shown}">${drawIcon(LOOKS[shown].shape)}</span><div>${who}${writeSub(asked)}</div></li>`;
}
