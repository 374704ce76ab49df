import * as fc from 'fast-check';
import { MARKED } from '../../shared/report/medium.ts';
import type { VerdictChange } from '../../worker/watch/verdict-change.ts';
import { hostileText } from '../shared/report/service-result-fixture.ts';
import { change } from './change-fixture.ts';
import { NOW } from './run-fixture.ts';

/** Signs that mean something in one of the media. */
const BITS = [
  '<!channel>',
  '<@U1>',
  '<@&7>',
  '@everyone',
  '@here',
  '<t:1768478400:R>',
  '<#1>',
  '</run:1>',
  ':tada:',
  '*',
  '**b**',
  '_',
  '__',
  '~~',
  '||',
  '> ',
  '# ',
  '- ',
  '1. ',
  '`',
  '\\',
  '[a](https://evil.example)',
  'https://evil.example',
  'www.evil.example',
  '=?utf-8?b?ZXZpbA==?=',
  '{{DATE(2026-01-15T12:00:00Z)}}',
  '${secret}',
  '{{',
  '&amp;',
  '<',
  '>',
  '&',
  '"',
  '\n',
  '😀',
  ' ',
];

/** What the outside could write where it means the most. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.array(fc.constantFrom(...BITS), { maxLength: 40 }).map((bits) => bits.join('')),
  fc.constantFrom(...BITS).map((bit) => bit.repeat(2000)),
);

/** Our own words around what the outside wrote. */
const marked: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: hostile.map(MARKED.quote) },
      fc.constantFrom(' failed (', ') at 02:00 UTC. ', MARKED.code('0 2 * * *'), ', '),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const finding = fc.record({
  severity: fc.constantFrom('block' as const, 'warn' as const, 'info' as const),
  fact: marked,
  remedy: marked,
});

/** Any change, however long its texts are, in which the outside wrote all that it can. */
export const hostileChange: fc.Arbitrary<VerdictChange> = fc
  .record({
    kind: fc.constantFrom(...(['opened', 'worse', 'better', 'recovered'] as const)),
    verdict: fc.constantFrom(...(['pass', 'warn', 'block'] as const)),
    before: fc.constantFrom(...(['pass', 'warn', 'block'] as const)),
    cause: fc.constantFrom(null, 'backups' as const, 'unknown' as const, 'request' as const),
    headline: marked,
    findings: fc.array(finding, { maxLength: 25 }),
    recoveryPoint: fc.constantFrom(null, NOW),
    nextDue: fc.constantFrom(null, NOW),
  })
  .map(change);

/** A change whose texts are damaged: not even the marks are right. */
export const brokenChange: fc.Arbitrary<VerdictChange> = fc
  .record({
    service: hostile,
    provider: hostile,
    headline: hostile,
    findings: fc.array(
      fc.record({ severity: fc.constant('block' as const), fact: hostile, remedy: hostile }),
    ),
  })
  .map(change);
