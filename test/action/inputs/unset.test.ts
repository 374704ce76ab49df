import { describe, expect, test } from 'vitest';
import { readInputs } from '../../../action/inputs/index.ts';
import { KEY, SERVICE } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

/** A runner sets the variable of every input that is given, and fills in the default of others. */
function read(dryRun: string | undefined) {
  const inputs: Record<string, string> = { 'api-key': KEY, service: SERVICE };
  const core = {
    getInput: (name: string) => (name === 'dry-run' ? (dryRun ?? '').trim() : (inputs[name] ?? '')),
    setSecret: () => {},
  };
  return readInputs(core, dryRun === undefined ? {} : { 'INPUT_DRY-RUN': dryRun });
}

describe('a dry-run', () => {
  test.each(['', ' ', '\n'])(
    'that is given and empty (%j) is an error: nothing is written',
    (text) => {
      expect(read(text)).toMatchObject({
        ok: false,
        problem: [
          { input: 'dry-run', message: expect.stringContaining('expression without a value') },
        ],
      });
    },
  );

  test('that is left out, where no runner fills it in, is false', () => {
    expect(read(undefined)).toMatchObject({ ok: true, value: { dryRun: false } });
  });

  test.each([
    { text: 'true', dryRun: true },
    { text: 'false', dryRun: false },
  ])('of $text is taken', ({ text, dryRun }) => {
    expect(read(text)).toMatchObject({ ok: true, value: { dryRun } });
  });
});

describe('schedule: absent', () => {
  test('needs the id of what it deletes', () => {
    expect(wrongInputs({ schedule: 'absent' })).toEqual(['schedule-id']);
    expect(complaint({ schedule: 'absent' })).toContain('required with schedule: absent');
    expect(wrongInputs({ schedule: 'absent', 'schedule-id': '215' })).toEqual([]);
  });

  test('is of one service', () => {
    const given = { schedule: 'absent', 'schedule-id': '215' };
    expect(wrongInputs({ ...given, service: 'dba,dbb' })).toEqual(['schedule-id']);
    expect(wrongInputs({ ...given, service: 'all' })).toEqual(['schedule-id']);
  });
});

test.each(['Absent', 'SUSPENDED', 'deleted', 'suspend'])(
  'a schedule of %s is a typo',
  (schedule) => {
    expect(wrongInputs({ schedule })).toEqual(['schedule']);
    expect(complaint({ schedule })).toContain('enabled, suspended or absent');
  },
);
