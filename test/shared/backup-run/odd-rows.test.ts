import { describe, expect, test } from 'vitest';
import { SECOND } from '../../../shared/domain/instant.ts';
import { rfc3339 } from '../../emulator/mariadb-cloud/wire-time.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { SERVICE } from '../provider/mariadb-cloud/cloud.ts';
import { backupRow, hoursAgo, NOON } from '../provider/mariadb-cloud/rows.ts';
import { type Advancing, startAdvancing } from './advancing.ts';

holdRetryDelays();

const odd: readonly [string, (advancing: Advancing) => void][] = [
  [
    'an old backup that is dated ahead of now',
    ({ emulator }) => {
      emulator.addBackup(backupRow('ahead', { start_time: hoursAgo(-48) }));
    },
  ],
  [
    'a backup without a start',
    ({ emulator }) => {
      emulator.addBackup(backupRow('undated', { start_time: '' }));
    },
  ],
  [
    'a row that is null',
    ({ emulator }) => {
      emulator.settings.addNullRows = true;
    },
  ],
  [
    'a schedule without an id',
    ({ emulator }) => {
      const row = { type: 'full', schedule: '0 2 * * *' };
      emulator.addSchedule({ id: undefined, service_id: SERVICE, ...row });
    },
  ],
];

describe('a run is not spoiled by', () => {
  test.each(odd)('%s', async (_, arrange) => {
    const advancing = await startAdvancing();
    arrange(advancing);
    const run = await advancing.finish(advancing.accepted);
    expect(run).toMatchObject({ state: 'succeeded', backup: { status: 'succeeded' } });
    expect(['ahead', 'undated']).not.toContain(run.backup?.id);
    expect(run.finishedAt).toBe(run.acceptedAt + 12.5 * SECOND);
  });

  test.each(odd)('%s, where the answer to its request was lost', async (_, arrange) => {
    const advancing = await startAdvancing();
    arrange(advancing);
    advancing.emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    expect(await advancing.finish(advancing.accepted)).toMatchObject({ state: 'succeeded' });
    expect(advancing.countBackups()).toBe(1);
  });

  test.each(odd)('%s, where its backup fails', async (_, arrange) => {
    const advancing = await startAdvancing();
    arrange(advancing);
    advancing.emulator.nextBackup({ outcome: 'Failed' });
    expect(await advancing.finish(advancing.accepted)).toMatchObject({ state: 'failed' });
  });
});

describe('the record of a run', () => {
  const bytes = (run: unknown) => JSON.stringify(run).length;

  test('does not grow with all that was ever listed', async () => {
    const advancing = await startAdvancing();
    const { emulator, accepted, step, finish } = advancing;
    for (let index = 0; index < 3000; index += 1) {
      emulator.addBackup(backupRow(`b${index}`, { start_time: rfc3339(NOON - index * SECOND) }));
      const row = { type: 'full', schedule: 'once', status: 'Succeeded' };
      emulator.addSchedule({ service_id: SERVICE, ...row });
    }
    const begun = await step(accepted);
    expect(begun.state).toBe('running');
    expect(bytes(begun)).toBeLessThan(64_000);
    const ended = await finish(begun);
    expect(ended.state).toBe('succeeded');
    expect(bytes(ended)).toBeLessThan(2000);
  });
});
