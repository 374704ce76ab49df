import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { DeploymentRecord } from '../../../worker/protection/deployment-record.ts';
import {
  addBackup,
  alarmOf,
  deploymentOf,
  FOR_EVER,
  makeAllGood,
  pages,
  pass,
  post,
  shop,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { buttonOf, click, type } from './slack.workers.ts';

useProtectionStage();

/** Numbers that look random and are the same every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Deployed {
  readonly id: number;
  readonly runId: string;
  readonly environment: string;
  readonly at: number;
}

const ENVIRONMENTS = ['production', 'production', 'staging', 'qa'];

/** What was true of `prod`, and since when. */
interface World {
  readonly changes: { readonly at: number; readonly isGood: boolean }[];
  lost: number;
}

function isGoodAt({ changes }: World, instant: number): boolean {
  return changes.findLast(({ at }) => at <= instant)?.isGood ?? true;
}

async function readRecords(): Promise<readonly DeploymentRecord[]> {
  return runInDurableObject(shop(), (_, { storage }) =>
    storage.sql
      .exec<{ record: string }>('SELECT record FROM deployments')
      .toArray()
      .map(({ record }) => JSON.parse(record)),
  );
}

/** Whether the decision fits to what was true at that moment. */
function isRight(record: DeploymentRecord | undefined, world: World): boolean {
  if (!record?.decision) return false;
  const { decision, environment, requestedAt } = record;
  const { state, why, at } = decision;
  if (why === 'override') return state === 'approved' && !isGoodAt(world, at);
  if (state === 'approved') return why === 'gate' && isGoodAt(world, at);
  const wasHeld = environment === 'staging' && at >= requestedAt + 2 * HOUR;
  return !isGoodAt(world, at) && (environment === 'production' || wasHeld);
}

/** What may happen when an event is to arrive. */
async function deliver(random: () => number, world: World): Promise<void> {
  for (const event of await stage('waitingEvents')) {
    const fate = random();
    // Some never arrive, and GitHub does not send them again by itself.
    if (fate < 0.3) {
      world.lost += 1;
      await stage('settle', event.deliveryId, fate < 0.15 ? 502 : 0);
      continue;
    }
    const { status } = await post(event);
    await stage('settle', event.deliveryId, status);
    // Somebody presses "Redeliver", or replays it.
    if (fate > 0.8) expect((await post(event)).status).toBe(202);
  }
}

test(
  'a day of 40 deployments with outages, kills, redeliveries and one override ends with each decided once and rightly',
  { timeout: 120_000 },
  async () => {
    const random = createRandom(20_990_115);
    await makeAllGood();
    const deployed: Deployed[] = [];
    /** The backups of `prod` are bad from then until then; those of `archive` always good. */
    const bad = { from: START + 8 * HOUR, until: START + 11 * HOUR };
    const world: World = { changes: [], lost: 0 };
    const note = (isGood: boolean) => void world.changes.push({ at: Date.now(), isGood });
    let overridden = 0;
    let isNightOver = false;
    for (let step = 0; step < 40; step += 1) {
      if (!isNightOver && Date.now() > START + 14 * HOUR + 20 * MINUTE) {
        await addBackup('archive', START + 14 * HOUR);
        isNightOver = true;
      }
      const environment = ENVIRONMENTS[Math.floor(random() * 4)] ?? 'qa';
      const runId = String(5000 + step);
      if (Date.now() >= bad.from && Date.now() < bad.until && step % 2 === 0) {
        await addBackup('prod', Date.now() - 20 * MINUTE, { status: 'Failed' });
        note(false);
      }
      const id = await stage('deploy', { repository: 'acme/shop', environment, runId });
      deployed.push({ id, runId, environment, at: Date.now() });
      // The provider is away for an hour and a half, GitHub for two hours.
      if (step === 8) {
        await stage('breakCloud', { kind: 'html' });
        note(false);
      }
      if (step === 11) {
        await stage('mendCloud');
        note(true);
      }
      if (step === 18)
        await stage('failGithub', { kind: 'status', status: 502 }, { times: FOR_EVER });
      if (step === 22) await stage('mendGithub');
      if (step % 7 === 3) {
        await stage('failGithub', { kind: 'lost-answer' }, { path: 'protection_rule$', times: 1 });
      }
      if (step === 30) {
        const until = Date.now() + 40 * MINUTE;
        await stage('limitGithub', { until, status: 403, header: 'x-ratelimit-reset' });
      }
      await deliver(random, world);
      if (random() < 0.4) await abortAllDurableObjects();
      await pass(Math.floor(random() * 10) * MINUTE);
      if (random() < 0.4) await abortAllDurableObjects();
      if (
        overridden === 0 &&
        (await deploymentOf(id)).state === 'waiting' &&
        environment === 'staging'
      ) {
        const url = `${pages()}/acme/shop/actions/runs/${runId}`;
        const asked = await type('U1', `allow prod ${url} a fix that cannot wait`);
        if (buttonOf(asked) !== '' && Date.now() > bad.from) {
          await click('U2', buttonOf(asked));
          overridden = id;
        }
      }
      await pass(30 * MINUTE);
      await deliver(random, world);
    }
    await addBackup('prod', Date.now() - 20 * MINUTE);
    note(true);
    await pass(5 * HOUR);
    const decided = await Promise.all(deployed.map(({ id }) => deploymentOf(id)));
    expect(decided).toHaveLength(40);
    for (const one of decided) {
      expect(one.state).not.toBe('waiting');
      expect(one.reviews).toHaveLength(1);
      expect(one.reports.length).toBeLessThanOrEqual(8);
      // A second try says the same.
      for (const late of one.late) expect(late).toMatchObject({ state: one.state });
    }
    const of = (environment: string) => decided.filter((one) => one.environment === environment);
    // What no entry names is never approved.
    expect(of('qa').map(({ state }) => state)).toEqual(of('qa').map(() => 'rejected'));
    const records = await readRecords();
    expect(records).toHaveLength(40);
    for (const { runId, environment } of deployed) {
      const record = records.find((each) => each.runId === runId);
      if (environment !== 'qa') expect([isRight(record, world), record]).toEqual([true, record]);
    }
    const states = new Set([...of('production'), ...of('staging')].map(({ state }) => state));
    expect(states).toEqual(new Set(['approved', 'rejected']));
    // The day was as bad as it says.
    expect(decided.flatMap(({ late }) => late).length).toBeGreaterThan(2);
    expect(world.lost).toBeGreaterThan(4);
    expect(overridden).not.toBe(0);
    const [{ comment } = { comment: '' }] = (await deploymentOf(overridden)).reviews;
    expect(comment).toContain('🔓');
    const { all } = await stage('look');
    expect(all.filter(({ type: kind }) => kind === 'override')).toHaveLength(1);
    // Nothing is owed to anybody any more.
    expect(await alarmOf(shop())).toBeGreaterThan(Date.now() + 10 * HOUR);
  },
);
