import { env } from 'cloudflare:workers';
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { isEnded } from '../../../shared/backup-run/run.ts';
import { slackRequester } from '../../../worker/entrances/slack/requester.ts';
import { moveTo, stage, useStage } from './coordinator.workers.ts';
import { SIX_HOURS } from './six-hours.ts';

useStage();

const object = () => env.COORDINATOR.getByName('long');

/** Anna and eleven others, each with a command of their own, in one channel. */
function askTwelveTimes(): Promise<{ readonly run: { readonly id: string } }[]> {
  const asked = Array.from({ length: 12 }, (_, index) =>
    object().accept({
      service: 'long',
      type: 'full',
      isTypeGiven: false,
      mustBeNew: false,
      requester: slackRequester(
        {
          team: 'T1',
          channel: 'C1',
          user: `U${100 + index}`,
          responseUrl: `https://hooks.slack.com/commands/T1/${index}/${'x'.repeat(24)}`,
        },
        Date.now() + 30 * MINUTE,
      ),
      deliveries: [`slack:${index}.${'1'.repeat(30)}`],
    }),
  );
  return Promise.all(asked);
}

/** Counts what the object writes from now on. An alarm that is set counts as a row. */
async function countWrites(): Promise<() => number> {
  let written = 0;
  await runInDurableObject(object(), (_, { storage }) => {
    const { sql } = storage;
    const exec = sql.exec.bind(sql);
    sql.exec = <Row extends Record<string, SqlStorageValue>>(query: string, ...rest: unknown[]) => {
      const cursor = exec<Row>(query, ...rest);
      written += cursor.rowsWritten;
      return cursor;
    };
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (at) => {
      written += 1;
      return setAlarm(at);
    };
  });
  return () => written;
}

test('a run of six hours costs what docs/worker-limits.md says of it', async () => {
  await stage('nextBackup', { runningMs: 6 * HOUR - 10 * MINUTE });
  const written = await countWrites();
  const [first] = await askTwelveTimes();
  const id = first?.run.id ?? '';
  let alarms = 0;
  for (;;) {
    const run = await object().findRun(id);
    if (!run || isEnded(run)) break;
    const at = await runInDurableObject(object(), (_, { storage }) => storage.getAlarm());
    await moveTo(Math.max(at ?? 0, Date.now()));
    await runDurableObjectAlarm(object());
    alarms += 1;
  }
  expect(await object().findRun(id)).toMatchObject({ state: 'succeeded', undelivered: [] });
  const bytes = await runInDurableObject(object(), (_, { storage }) => storage.sql.databaseSize);
  const { asked, said } = await stage('look');
  expect(said).toHaveLength(1);
  const counted = {
    alarms,
    providerRequests: asked.length,
    rowsWritten: written(),
    kilobytesStored: Math.ceil(bytes / 1000),
  };
  console.log('a run of six hours', counted);
  expect(counted).toEqual(SIX_HOURS);
});
