import { expect, test } from 'vitest';
import { backup, codesOf, NOW, schedule } from '../evidence-fixture.ts';

test('135,000 suspended schedules are judged as one is', () => {
  const schedules = Array.from({ length: 135_000 }, (_, id) =>
    schedule({ id: String(id), suspended: true }),
  );
  const backups = [backup({ startedAt: NOW - 3_600_000 })];
  expect(codesOf({ backups, schedules })).toEqual(['schedule-suspended']);
});
