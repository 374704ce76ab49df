import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Unasked } from '../../../action/keyless/connection.ts';
import { remediesWithWorker } from '../../../action/keyless/remedies.ts';
import { verdictOf } from '../../../shared/domain/verdict.ts';
import { backup, running, schedule } from '../../shared/domain/evidence-fixture.ts';
import { EVERY_VARIANT } from '../../shared/domain/every-finding-fixture.ts';
import { hostileText, serviceResult } from '../../shared/report/service-result-fixture.ts';
import { expectHarmlessOutputs, expectHarmlessSummary } from '../harmless.ts';
import { leave } from './leave.ts';
import { answerWith, read, TAKEN } from './over-the-wire.ts';

/** A result with something of everything. */
const bodies = fc.subarray([...EVERY_VARIANT], { minLength: 1, maxLength: 4 }).map((findings) =>
  answerWith(
    serviceResult({
      findings,
      verdict: verdictOf(findings),
      latestFinished: backup(),
      // A chart, which has a language of its own, takes five.
      history: [backup(), running()],
      schedules: [schedule(), schedule({ cron: null, cronText: '@every 1h', suspended: true })],
      ensured: [{ id: '7', change: 'updated', before: schedule(), after: schedule() }],
      request: { type: 'full', state: 'succeeded', backupId: 'b7' },
    }),
  ),
);

/** What takes the place of a text or a number; of everything else, this kind of thing. */
const puts = fc.record({
  text: hostileText,
  number: fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(0, -1, 1e300, -1e300, 8.64e15, 1_768_478_400_000),
  ),
  other: fc.constantFrom(null, true, [], {}),
});

type Put = typeof puts extends fc.Arbitrary<infer Value> ? Value : never;

/** The value with the part replaced that the choices lead to. */
function replaceAt(part: unknown, choices: readonly number[], put: Put): unknown {
  if (typeof part === 'string') return put.text;
  if (typeof part === 'number') return put.number;
  const [choice, ...rest] = choices;
  if (choice === undefined || typeof part !== 'object' || part === null) return put.other;
  const entries = Object.entries(part);
  const chosen = entries.length === 0 ? -1 : choice % entries.length;
  const replaced = entries.map(([name, inner], index): [string, unknown] => [
    name,
    index === chosen ? replaceAt(inner, rest, put) : inner,
  ]);
  return Array.isArray(part) ? replaced.map(([, inner]) => inner) : Object.fromEntries(replaced);
}

test('whatever a Worker puts where, what can be read is told without harm', async () => {
  let told = 0;
  const choices = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });
  const changes = fc.array(fc.tuple(choices, puts), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(bodies, changes, async (body, all) => {
      const [checked] = body['checked'] as [{ result: unknown }];
      const result = all.reduce<unknown>(
        (before, [path, put]) => replaceAt(before, path, put),
        checked.result,
      );
      const answer = read({ ...body, checked: [{ ...checked, result }] }, TAKEN);
      if (answer instanceof Unasked || answer.kind !== 'checked') return;
      const [first] = answer.checked;
      if (!first) return;
      told += 1;
      const step = await leave(first.result, remediesWithWorker(new Map()));
      expectHarmlessOutputs(step.outputs);
      if (first.result.verdict === 'block') expectHarmlessSummary(step.summary);
    }),
    { numRuns: 1500 },
  );
  expect(told).toBeGreaterThan(50);
});
