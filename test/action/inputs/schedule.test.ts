import { describe, expect, test } from 'vitest';
import { inputsOf } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

const schedule = (text: string) => inputsOf({ schedule: text }).schedule;

describe('schedule', () => {
  test('empty leaves schedules alone', () => {
    expect(schedule('')).toEqual({ kind: 'none' });
  });

  test('enabled is the one word that is understood', () => {
    expect(schedule('enabled')).toEqual({ kind: 'enabled', type: 'full', scheduleId: null });
  });

  test.each(['0 2 * * *', '*/15 0-6 1,15 JAN-MAR MON', '59 23 31 12 7'])('%s is a cron', (text) => {
    expect(schedule(text)).toMatchObject({ kind: 'cron', cron: { text } });
  });

  test.each([
    ['60 2 * * *', 'minute'],
    ['0 24 * * *', 'hour'],
    ['0 2 32 * *', 'day of month'],
    ['0 2 0 * *', 'day of month'],
    ['0 2 * 13 *', 'month'],
    ['0 2 * * 8', 'day of week'],
    ['0 2 30 2 *', 'never comes'],
    ['0 2 * *', 'five'],
    ['0 0 2 * * *', 'five'],
    ['0 2 * * L', 'day of week'],
    ['@daily', 'five'],
    ['Enabled', 'enabled'],
    ['ENABLED', 'enabled'],
    ['once', 'enabled'],
    ['cron', 'enabled'],
    ['disabled', 'enabled'],
    ['true', 'enabled'],
  ])('%j is an error that says %s and what is allowed', (text, word) => {
    expect(wrongInputs({ schedule: text })).toEqual(['schedule']);
    expect(complaint({ schedule: text })).toContain(word);
    expect(complaint({ schedule: text })).toContain('five cron fields in UTC such as "0 2 * * *"');
  });

  test('it takes the type of backup-type', () => {
    const inputs = inputsOf({ schedule: 'enabled', 'backup-type': 'dump' });
    expect(inputs.schedule).toMatchObject({ type: 'dump' });
  });
});

describe('schedule-id', () => {
  const one = { schedule: '0 2 * * *' };

  test.each(['1', '215', 'a_b-C', 'x'.repeat(64)])('%s names a schedule', (id) => {
    const inputs = inputsOf({ ...one, 'schedule-id': id });
    expect(inputs.schedule).toMatchObject({ scheduleId: id });
  });

  test.each(['a b', '../215', '215,216', '215/..', '#215', 'x'.repeat(65)])(
    '%j is an error',
    (id) => {
      expect(wrongInputs({ ...one, 'schedule-id': id })).toEqual(['schedule-id']);
    },
  );

  test('without schedule it would be ignored, so it is an error', () => {
    expect(wrongInputs({ 'schedule-id': '215' })).toEqual(['schedule-id']);
    expect(complaint({ 'schedule-id': '215' })).toContain('schedule');
  });

  test('with several services it could not belong to all, so it is an error', () => {
    const given = { ...one, 'schedule-id': '215' };
    expect(wrongInputs({ ...given, service: 'one,two' })).toEqual(['schedule-id']);
    expect(wrongInputs({ ...given, service: 'one,\n' })).toEqual([]);
  });
});

describe('a requested backup that would not count', () => {
  const dump = { 'accept-types': 'full,incremental', 'backup-type': 'dump' };

  test.each(['always', 'if-needed'])('is an error with backup: %s', (backup) => {
    expect(wrongInputs({ ...dump, backup })).toEqual(['backup-type']);
    expect(complaint({ ...dump, backup })).toContain('accept-types');
  });

  test('is no error where none is requested, or where its type counts', () => {
    expect(wrongInputs({ ...dump, backup: 'never' })).toEqual([]);
    expect(wrongInputs({ ...dump, backup: 'always', 'accept-types': 'dump' })).toEqual([]);
    expect(wrongInputs({ ...dump, backup: 'always', 'accept-types': 'all' })).toEqual([]);
  });
});
