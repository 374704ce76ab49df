import { expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../../action/inputs/names.ts';
import { explain } from '../../../shared/report/word-findings.ts';
import { EVERY_VARIANT } from '../domain/every-finding-fixture.ts';
import { IN_MARKDOWN } from './service-result-fixture.ts';
import { spansOf } from './words.ts';

/** An input that is wrong is the Action's alone, so its message names it. */
const SHARED = EVERY_VARIANT.filter(({ code }) => code !== 'invalid-input');

test.each(SHARED.map((finding) => [finding.code, finding] as const))(
  'the fact of %s names no input, command or configuration key of one shell',
  (_, finding) => {
    const fact = explain(finding, IN_MARKDOWN);
    for (const span of spansOf(fact)) {
      expect(Object.keys(INPUT_DEFAULTS)).not.toContain(span.split(/[:\s]/)[0]);
    }
    // Names that are no words of English, so they would be a mistake without a code span too.
    const inputs = Object.keys(INPUT_DEFAULTS).filter((name) => name.includes('-'));
    for (const input of inputs) expect(fact).not.toContain(input);
    expect(fact.replaceAll('MariaDB', '')).not.toMatch(/\/backup|services\.|[a-z]{2,}[A-Z]/);
  },
);
