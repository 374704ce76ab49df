import type { ShownVerdict } from '../shown-verdict.ts';
import { type Markup, markup } from './markup.ts';
import { drawIcon, LOOKS } from './verdict-mark.ts';

interface Banner {
  readonly verdict: ShownVerdict;
  readonly heading: string;
  readonly text: string | Markup;
}

/** What is read first. */
export function writeBanner({ verdict, heading, text }: Banner): Markup {
  const icon = drawIcon(LOOKS[verdict].shape);
  return markup`<div class="overall ${verdict}">${icon}<div><h1>${heading}</h1><p>${text}</p></div></div>`;
}
