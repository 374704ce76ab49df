import { expect, test } from 'vitest';
import { plain, visibleLines } from './show-issue.ts';

test('an issue in a terminal has neither marks nor tags, and a line for each part of a finding', () => {
  const body =
    '⛔ **`prod`: failed.** Seen by [this run](https://example.com/1).\n\n- ⛔ Failed (`full`).<br>**To do:** Take one.<br><sub>`code` · backup `b7`</sub>\n\n<!-- a\nmarker -->\n';
  expect(visibleLines(body).map(plain)).toEqual([
    '⛔ prod: failed. Seen by this run.',
    '- ⛔ Failed (full).',
    '  To do: Take one.',
    '  code · backup b7',
  ]);
});
