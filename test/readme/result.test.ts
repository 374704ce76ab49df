import { expect, test } from 'vitest';
import { addBackup, addNightly } from '../action/backups-in-emulator.ts';
import { runStep } from '../action/step.ts';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { codeBlocks, docs } from './read-readme.ts';
import { readAsVariable } from './worker/read-jsonc.ts';

const TEN_TO_SIX = Date.UTC(2026, 10, 20, 17, 50);
const SINCE_TWO = 15 + 50 / 60;

test('docs/result.md shows the result of a step as it is', async () => {
  const [block = ''] = codeBlocks(docs('result'), 'jsonc');
  const emulator = await startMariadbCloud({ clock: createClock({ startAt: TEN_TO_SIX }) });
  try {
    addNightly(emulator, { id: 215, schedule: '0 5 * * 0' });
    addBackup(emulator, SINCE_TWO + 24, { id: '4d1e:dbtgf28044362:pod-0' });
    addBackup(emulator, SINCE_TWO, { id: '5f0c:dbtgf28044362:pod-0', status: 'Failed' });
    const service = 'prod=dbtgf28044362';
    const { outputs } = await runStep(emulator, { service, schedule: '0 2 * * *' });
    // The sentences are for people, and held elsewhere.
    const result = outputs['result']?.replaceAll(/"message":"(?:\\.|[^"\\])*"/g, '"message":"…"');
    expect(JSON.parse(result ?? '')).toEqual(await readAsVariable(block));
  } finally {
    await emulator.close();
  }
});
