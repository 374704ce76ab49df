import { describe, expect, test } from 'vitest';
import { SECOND } from '../../../shared/domain/instant.ts';
import type { BackupRun } from '../../../shared/backup-run/run.ts';
import type { FaultKind } from '../../emulator/faults.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { type Advancing, startAdvancing } from './advancing.ts';

holdRetryDelays();

class Crash extends Error {
  override readonly name = 'Crash';
}

/** What the ledger would give back: what was saved last, and nothing that was only in memory. */
function lastSaved({ saves, accepted }: Advancing): BackupRun {
  const record = saves.at(-1)?.run ?? accepted;
  const stored: BackupRun = JSON.parse(JSON.stringify(record));
  return stored;
}

/** Runs to its end, crashing right after the save with this number; starts again from it. */
async function finishCrashingAt(advancing: Advancing, crashes: readonly number[]) {
  const { finish, saves, onSave, clock } = advancing;
  onSave(() => {
    if (crashes.includes(saves.length)) throw new Crash();
  });
  for (let starts = 0; ; starts += 1) {
    try {
      return { run: await finish(lastSaved(advancing)), starts };
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await clock.sleep(SECOND);
    }
  }
}

async function countSaves(): Promise<number> {
  const advancing = await startAdvancing();
  await advancing.finish(advancing.accepted);
  return advancing.saves.length;
}

/** The whole way makes five: read, about to send, sent, looked twice. */
const SAVES = 5;

test('the crashes below strike at every save of a run', async () => {
  expect(await countSaves()).toBe(SAVES);
});

describe('a crash right after a save leads to exactly one backup', () => {
  const everySave = Array.from({ length: SAVES }, (_, index) => index + 1);

  test.each(everySave)('at save %i', async (save) => {
    const advancing = await startAdvancing();
    const { run, starts } = await finishCrashingAt(advancing, [save]);
    expect(run.state).toBe('succeeded');
    expect(advancing.countBackups()).toBe(1);
    // The last save is the end: there was nothing left to do.
    expect(starts).toBe(1);
  });

  test('at every save, one after another', async () => {
    const advancing = await startAdvancing();
    const all = Array.from({ length: 30 }, (_, index) => index + 1);
    const { run } = await finishCrashingAt(advancing, all);
    expect(['succeeded', 'failed']).toContain(run.state);
    expect(advancing.countBackups()).toBeLessThanOrEqual(1);
  });
});

describe('a crash before the answer could be recorded leads to exactly one backup', () => {
  // What is known is what was saved before the request: whether it arrived is not.
  const fates: readonly [string, FaultKind | null, number][] = [
    ['the request had arrived', { kind: 'lost-answer' }, 1],
    ['the request had not arrived', { kind: 'refused-connection' }, 2],
    ['the request was never sent', null, 1],
  ];

  test.each(fates)('where %s', async (_, fault, posts) => {
    const { emulator, accepted, step, saves, onSave, clock, finish, count, countBackups } =
      await startAdvancing();
    onSave(({ progress }) => {
      if (progress.sending === null) return;
      if (!fault) throw new Crash();
      emulator.fail({ ...fault, when: { method: 'POST' } });
      // What dies has no time to ask, and records nothing any more.
      emulator.fail({ kind: 'status', status: 503, when: { method: 'GET' }, times: 100 });
      onSave(() => {
        throw new Crash();
      });
    });
    await expect(step(accepted)).rejects.toThrow(Crash);
    emulator.clearFaults();
    onSave(() => {});
    const intent = saves.find(({ run }) => run.progress.sending !== null)?.run ?? accepted;
    await clock.sleep(SECOND);
    const run = await finish(intent);
    expect(run.state).toBe('succeeded');
    expect([countBackups(), count('POST')]).toEqual([1, posts]);
  });
});
