import { env } from 'cloudflare:workers';
import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { expect, test, vi } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { USED_TOKENS_NAME } from '../../../worker/entrances/verdict/used-tokens.ts';
import { useStage } from './coordinator.workers.ts';

useStage();

const tokens = () => env.USED_TOKENS.getByName(USED_TOKENS_NAME);

let uses = 0;

/** One more use of the token `id`, which expires in five minutes. */
async function use(id: string, over: { useId?: string; expiresAt?: number } = {}) {
  uses += 1;
  const expiresAt = Date.now() + 5 * MINUTE;
  return tokens().use({ id, expiresAt, useId: `use-${uses}`, ...over });
}

test('a token works once, also after the object was reset', async () => {
  expect(await use('one')).toBe(true);
  expect(await use('one')).toBe(false);
  await abortAllDurableObjects();
  expect(await use('one')).toBe(false);
  expect(await use('another')).toBe(true);
});

test('a token that was used is known as such, until it is forgotten', async () => {
  const expiresAt = Date.now() + 5 * MINUTE;
  expect(await tokens().has('one')).toBe(false);
  await use('one', { expiresAt });
  expect([await tokens().has('one'), await tokens().has('two')]).toEqual([true, false]);
});

test('a use that is named again, because its answer was lost, is the same use', async () => {
  expect(await use('one', { useId: 'mine' })).toBe(true);
  expect(await use('one', { useId: 'mine' })).toBe(true);
  expect(await use('one', { useId: 'theirs' })).toBe(false);
});

test('of uses at the same moment one is the first', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => use('one')));
  expect(all.filter(Boolean)).toHaveLength(1);
});

test.each([
  // The Worker takes a token for 30 seconds after it has expired, and may be slow to get here.
  [30 * SECOND, false],
  [5 * MINUTE - 1, false],
  [5 * MINUTE, true],
])('%i ms after it has expired, is the token forgotten: %s', async (after, isForgotten) => {
  const expiresAt = Date.now() + 5 * MINUTE;
  await use('one', { expiresAt });
  vi.setSystemTime(expiresAt + after);
  expect(await use('one')).toBe(isForgotten);
});

test('what was forgotten leaves no row behind', async () => {
  for (const id of ['one', 'two', 'three']) await use(id);
  vi.setSystemTime(Date.now() + DAY);
  await use('four');
  const rows = await runInDurableObject(tokens(), (_, { storage }) =>
    storage.sql.exec('SELECT id FROM used').toArray(),
  );
  expect(rows).toEqual([{ id: 'four' }]);
});
