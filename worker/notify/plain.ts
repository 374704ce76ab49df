import { PLAIN } from '../../shared/report/medium.ts';
import type { MarkedMedium } from './marked.ts';

/**
 * For receivers that show text as it is. Their apps still make links of addresses, and ntfy decodes
 * a title that looks like a header of a mail, so text from outside has both broken up.
 */
export const PLAIN_TEXT: MarkedMedium = {
  quote: (text) => breakUp(PLAIN.quote(text)),
  code: PLAIN.code,
  prose: breakUp,
};

function breakUp(text: string): string {
  return text.replace(/:(?=\/\/)|=(?=\?)|www\.(?=\w)/gi, '$& ');
}
