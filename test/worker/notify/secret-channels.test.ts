import { describe, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../../shared/domain/instant.ts';
import type { DeliveryResult } from '../../../worker/notify/channel.ts';
import type { Fault } from '../../emulator/faults.ts';
import { startPlainServer } from '../../shared/http/plain-server.ts';
import { change } from '../change-fixture.ts';
import { run, tell, tellChange } from '../run-fixture.ts';
import { RECEIVER_NAMES, RECEIVERS, type ReceiverName } from './secret-channels.ts';

async function tellStruck(name: ReceiverName, fault: Fault): Promise<DeliveryResult> {
  const { emulator, target, secrets } = await RECEIVERS[name]();
  emulator.fail(fault);
  return tellChange(target, change(), { secrets });
}

const delivered = { kind: 'delivered' };
const answered = (name: string, status: number) =>
  expect.stringMatching(new RegExp(`^${name} answered HTTP ${status}\\b`));

describe.each(RECEIVER_NAMES)('%s', (name) => {
  test('takes a change of a verdict, in one request', async () => {
    const { emulator, target, secrets } = await RECEIVERS[name]();
    expect(await tellChange(target, change(), { secrets })).toEqual(delivered);
    expect(emulator.requests).toHaveLength(1);
  });

  test('takes the end of a run, in one request', async () => {
    const { emulator, target, secrets } = await RECEIVERS[name]();
    const failed = run({ state: 'failed', message: 'Disk full' });
    expect(await tell(target, failed, { secrets })).toEqual(delivered);
    expect(emulator.requests).toHaveLength(1);
  });

  test.each([301, 302, 307, 400, 401, 403, 405, 408, 409, 413, 422, 425, 429, 500, 502, 503])(
    'that answers HTTP %i is told again later',
    async (status) => {
      const told = await tellStruck(name, { kind: 'status', status, body: '' });
      expect(told).toMatchObject({ kind: 'passing', reason: answered(name, status) });
    },
  );

  test('that answers HTTP 410 is given up', async () => {
    const told = await tellStruck(name, { kind: 'status', status: 410, body: '' });
    expect(told).toEqual({ kind: 'undeliverable', reason: `${name} answered HTTP 410` });
  });

  test.each([
    ['7', 7 * SECOND],
    ['3600', HOUR],
    ['86400', HOUR],
    ['soon', null],
  ])('says when to come again, for up to an hour: %s', async (retryAfter, retryAfterMs) => {
    const told = await tellStruck(name, { kind: 'status', status: 429, retryAfter, body: '' });
    expect(told).toMatchObject({ kind: 'passing', retryAfterMs });
  });

  test.each<Fault>([{ kind: 'refused-connection' }, { kind: 'lost-answer' }, { kind: 'cut-body' }])(
    'that breaks off is told again later: %j',
    async (fault) => {
      expect(await tellStruck(name, fault)).toEqual({
        kind: 'passing',
        reason: `${name} could not be reached: the connection dropped before the answer was complete`,
        retryAfterMs: null,
      });
    },
  );

  test('whose answer was lost may be told twice, and is told', async () => {
    const { emulator, target, secrets } = await RECEIVERS[name]();
    emulator.fail({ kind: 'lost-answer' });
    const again = () => tellChange(target, change(), { secrets });
    expect(await again()).toMatchObject({ kind: 'passing' });
    expect(await again()).toEqual(delivered);
    const [first, second] = emulator.requests;
    expect(second?.body).toEqual(first?.body);
  });

  test('sends nothing to where a redirect leads', async () => {
    const elsewhere = await startPlainServer();
    const location = `${elsewhere.url}/hook`;
    await tellStruck(name, { kind: 'status', status: 307, location });
    expect(elsewhere.requests).toEqual([]);
  });

  test.each([
    ['none', []],
    ['a word', ['secret']],
    ['two of them', ['https://example.com/a', 'https://example.com/b']],
    ['an address without a lock', ['http://example.com/api/webhooks/1/a']],
  ])('waits for its secret where that holds %s', async (_, values) => {
    const { emulator, target } = await RECEIVERS[name]();
    const secretName = String(target['secretName']);
    const told = await tellChange(target, change(), { secrets: { [secretName]: values } });
    expect(told).toMatchObject({
      kind: 'passing',
      reason: expect.stringMatching(new RegExp(`^${secretName} does not hold one `)),
    });
    expect(emulator.requests).toEqual([]);
  });
});

describe('HTTP 404', () => {
  test.each(['PagerDuty', 'Teams', 'ntfy'] as const)('passes at %s', async (name) => {
    const told = await tellStruck(name, { kind: 'status', status: 404, body: '' });
    expect(told).toMatchObject({ kind: 'passing', reason: answered(name, 404) });
  });

  test('means at Discord that the webhook was deleted, for good', async () => {
    const { emulator, target, secrets } = await RECEIVERS.Discord();
    emulator.deleteWebhook();
    expect(await tellChange(target, change(), { secrets })).toEqual({
      kind: 'undeliverable',
      reason: 'Discord answered HTTP 404 (the webhook was deleted: make another one)',
    });
  });
});

describe('a success that is not the receiver’s own', () => {
  const strange: readonly Fault[] = [
    { kind: 'html' },
    { kind: 'cut-json' },
    { kind: 'json', body: {} },
    { kind: 'json', body: [] },
    { kind: 'json', body: { id: 7, status: 'ok', event: 'open' } },
  ];

  test.each(['PagerDuty', 'Discord', 'ntfy'] as const)('is not believed of %s', async (name) => {
    for (const fault of strange) {
      expect(await tellStruck(name, fault)).toEqual({
        kind: 'passing',
        reason: `${name} answered HTTP 200, which is not its own answer`,
        retryAfterMs: null,
      });
    }
  });

  test('cannot be told from one at Teams, which answers nothing', async () => {
    expect(await tellStruck('Teams', { kind: 'html' })).toEqual(delivered);
  });
});
