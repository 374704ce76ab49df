import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { buildWorker } from '../build-worker.ts';
import { KEY, type Keyless, OTHER_SERVICE, SERVICE, startKeyless } from './keyless.ts';

const built = await buildWorker();

function addBackup({ cloud }: Keyless, hoursAgo: number, over: object = {}): void {
  const startedAt = cloud.clock.now() - hoursAgo * HOUR;
  cloud.addBackup({
    service_id: SERVICE,
    type: 'full',
    status: 'Succeeded',
    start_time: new Date(startedAt).toISOString(),
    end_time: new Date(startedAt + 10 * MINUTE).toISOString(),
    point_in_time: new Date(startedAt).toISOString(),
    storage_bytes: 5_000_000,
    ...over,
  });
}

describe('a job that asks the Worker', () => {
  test(
    'is judged by the policy of the service, and cannot soften it',
    { timeout: 60_000 },
    async (context) => {
      const keyless = await startKeyless(built, context, { policy: { maxAge: '10h' } });
      addBackup(keyless, 12);
      const verdictOf = async (settings: object) =>
        (await keyless.ask({ services: ['prod'], ...settings })).json;
      const blocked = {
        verdict: 'block',
        services: [
          { findings: [{ code: 'recovery-point-too-old', limit: { limitSeconds: 36_000 } }, {}] },
        ],
      };
      for (const settings of [{}, { maxAge: 'off' }, { maxAge: '20h' }, { onUnknown: 'warn' }]) {
        expect(await verdictOf(settings)).toMatchObject(blocked);
      }
      addBackup(keyless, 5);
      expect(await verdictOf({ maxAge: 'off' })).toMatchObject({ verdict: 'warn' });
      expect(await verdictOf({ maxAge: '4h' })).toMatchObject({ verdict: 'block' });
      expect(await verdictOf({ minSize: '6MB' })).toMatchObject({ verdict: 'block' });
    },
  );

  test(
    'gets the backup that it needs, once for each token, and hears how it went',
    { timeout: 60_000 },
    async (context) => {
      const keyless = await startKeyless(built, context);
      const { ask, cloud, read, issuer } = keyless;
      cloud.nextBackup({ queuedMs: 500, runningMs: 1000 });
      addBackup(keyless, 1, { status: 'Failed' });
      const body = { services: ['prod'], backup: 'if-needed' };
      const dry = await ask({ ...body, dryRun: true });
      expect(dry.json).toMatchObject({ services: [{ request: { state: 'dry-run' } }] });

      const claims = { jti: 'once' };
      const first = await ask(body, claims);
      expect([first.status, first.json]).toMatchObject([
        202,
        { service: 'prod', state: 'accepted' },
      ]);
      // Neither for the same service nor for another one.
      expect((await ask(body, claims)).status).toBe(401);
      expect((await ask({ ...body, services: ['shop'] }, claims)).status).toBe(401);
      const second = await ask(body);
      expect([second.status, second.json]).toMatchObject([202, { joined: true }]);

      const { id } = first.json as { id: string };
      const readState = async () => JSON.parse(await read(`/runs/${id}`)).state;
      await expect.poll(readState, { timeout: 30_000 }).toBe('succeeded');
      const ended = await ask({ ...body, runs: [id] });
      expect(ended.json).toMatchObject({
        gate: 'open',
        services: [{ request: { type: 'full', state: 'succeeded' } }],
      });
      const once = cloud.schedules(SERVICE).filter(({ schedule }) => schedule === 'once');
      expect(once).toHaveLength(1);
      expect(issuer.counts).toMatchObject({ discovery: 1, keys: 1 });
      expect(await ask(body)).toMatchObject({
        status: 200,
        json: { services: [{ request: { state: 'not-needed' } }] },
      });
      expect(keyless.logged.join('\n')).not.toContain(KEY);
    },
  );

  test(
    'hears that a backup failed that it had taken, as the step with a key does',
    { timeout: 60_000 },
    async (context) => {
      const keyless = await startKeyless(built, context);
      const { ask, cloud, read } = keyless;
      cloud.nextBackup({ queuedMs: 500, runningMs: 500, outcome: 'Failed' });
      addBackup(keyless, 1);
      const body = { services: ['prod'], backup: 'always' };
      const { id } = (await ask(body)).json as { id: string };
      // The backups of the other service are as they were before the step.
      expect((await ask({ ...body, services: ['shop', 'prod'], runs: [id] })).json).toMatchObject({
        gate: 'closed',
        services: [
          {
            request: { state: 'failed' },
            findings: expect.arrayContaining([
              expect.objectContaining({
                code: 'backup-request-failed',
                message: expect.stringContaining('runs has no run of this service'),
              }),
            ]),
          },
          {},
        ],
      });
      const early = await ask({ ...body, runs: [id] });
      expect(early.json).toMatchObject({
        gate: 'closed',
        services: [{ request: { state: expect.stringMatching(/^(timed-out|failed)$/) } }],
      });
      const readState = async () => JSON.parse(await read(`/runs/${id}`)).state;
      await expect.poll(readState, { timeout: 30_000 }).toBe('failed');
      expect((await ask({ ...body, runs: [id] })).json).toMatchObject({
        gate: 'closed',
        services: [
          {
            findings: [{ code: 'backup-request-failed' }, { code: 'latest-backup-failed' }, {}],
            request: { state: 'failed' },
          },
        ],
      });
    },
  );

  test(
    'is seen on the status page, and so is who never asked; no answer has the key',
    { timeout: 60_000 },
    async (context) => {
      const keyless = await startKeyless(built, context);
      const { ask, read, cloud } = keyless;
      cloud.settings.pageSizeLimit = 100;
      addBackup(keyless, 1);
      const page = () => read('/status/the-status-token');
      expect(await page()).toMatch(/acme\/shop.*Has not asked/s);
      const answers = [
        await ask({ services: ['prod'] }, { environment: 'production' }),
        await ask({ services: ['prod', 'shop'] }, { repository: 'mallory/shop' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 403]);
      await expect.poll(page).toMatch(/production.*Asked for prod/s);
      expect(await page()).toMatch(/acme\/silent.*staging.*Has not asked in the last 90 days/s);
      expect(await page()).not.toMatch(/mallory/);
      const shown = [await page(), ...keyless.logged, ...answers.map(({ text }) => text)].join(
        '\n',
      );
      expect(shown).not.toContain(KEY);
      expect(shown).not.toContain(OTHER_SERVICE);
    },
  );
});
