import { describe, expect, test, vi } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { Notification } from '../../../worker/notify/notification.ts';
import { deliverDue, enqueue, type OutboxLedger } from '../../../worker/notify/outbox.ts';
import type { Target } from '../../../worker/notify/target.ts';
import type { Run } from '../../../worker/orders/run.ts';
import type { VerdictChange } from '../../../worker/watch/verdict-change.ts';
import { change, later, RECOVERED } from '../change-fixture.ts';
import { contextWith, NOW, run } from '../run-fixture.ts';
import { openDiscord, openPagerDuty } from './secret-channels.ts';

/** What the coordinator keeps in SQLite, and a clock that stands still. */
function openOutbox(secrets: Readonly<Record<string, readonly string[]>>) {
  const stored = new Map<string, Notification>();
  const runs = new Map<string, Run>();
  let now = NOW;
  const ledger: OutboxLedger = {
    enqueue: (notification) => void stored.set(notification.id, notification),
    findNotifications: () => ({
      notifications: [...stored.values()].toSorted((one, other) => one.dueAt - other.dueAt),
    }),
    removeNotification: (id) => void stored.delete(id),
    find: (id) => runs.get(id) ?? null,
    addUndelivered: () => {},
  };
  const dueAt = () => Math.min(...[...stored.values()].map((one) => one.dueAt));
  return {
    stored,
    tell: (told: VerdictChange, ...targets: readonly Target[]) =>
      enqueue({ kind: 'verdict-changed', change: told }, targets, { ledger, now }),
    end(ended: Run, ...targets: readonly Target[]) {
      runs.set(ended.id, ended);
      enqueue({ kind: 'run-ended', runId: ended.id }, targets, { ledger, now });
    },
    /** Rings the alarm whenever it is due, for so long. Gives how often it rang. */
    async pass(milliseconds: number) {
      const end = now + milliseconds;
      let rings = 0;
      while (dueAt() <= end) {
        now = Math.max(now, dueAt());
        await deliverDue({ ...contextWith({ secrets }), ledger, now: () => now });
        rings += 1;
        if (rings > 100) throw new Error('the alarm rings without end');
      }
      now = end;
      return rings;
    },
  };
}

describe('the changes of an incident', () => {
  test('are told in their order, although the first had to wait', async () => {
    const { emulator, target, secrets } = await openPagerDuty();
    const { tell, pass } = openOutbox(secrets);
    emulator.fail({ kind: 'status', status: 503, times: 5 });
    tell(change(), target);
    await pass(MINUTE);
    tell(RECOVERED, target);
    await pass(HOUR);
    expect(emulator.alerts).toMatchObject([{ isOpen: false, triggers: 1 }]);
    const actions = emulator.requests.map(({ body }) => JSON.stringify(body).includes('"resolve"'));
    expect(actions.indexOf(true)).toBe(actions.length - 1);
  });

  test('that happened within a moment are told in their order too', async () => {
    const { emulator, target, secrets } = await openPagerDuty();
    const { tell, pass, stored } = openOutbox(secrets);
    for (const told of [RECOVERED, later({ kind: 'worse', at: NOW + 1 }), change()]) {
      tell(told, target);
    }
    await pass(MINUTE);
    expect(stored.size).toBe(0);
    expect(emulator.alerts).toMatchObject([{ isOpen: false, triggers: 2 }]);
  });

  test('hold up neither another place nor another incident', async () => {
    const pager = await openPagerDuty();
    const chat = await openDiscord();
    const { tell, pass, stored } = openOutbox({ ...pager.secrets, ...chat.secrets });
    pager.emulator.fail({ kind: 'status', status: 503, times: 3, when: { path: /enqueue/ } });
    tell(change(), pager.target, chat.target);
    tell(RECOVERED, pager.target, chat.target);
    tell(change({ incident: 'prod-2' }), chat.target);
    await pass(0);
    expect(chat.emulator.messages).toHaveLength(3);
    expect(stored.size).toBe(2);
  });

  test('that wait ring no alarm of their own', async () => {
    const { emulator, target, secrets } = await openPagerDuty();
    const { tell, pass } = openOutbox(secrets);
    emulator.fail({ kind: 'status', status: 503, times: Infinity });
    tell(change(), target);
    tell(RECOVERED, target);
    // Two at once, of which the second moves what waits; then one at each new try.
    expect(await pass(0)).toBe(2);
    expect(await pass(5000)).toBeLessThanOrEqual(2);
  });

  test('of which one is given up go on', async () => {
    const { emulator, target, secrets } = await openPagerDuty();
    const { tell, pass } = openOutbox(secrets);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    emulator.fail({ kind: 'status', status: 410 });
    tell(change(), target);
    tell(RECOVERED, target);
    await pass(MINUTE);
    expect(emulator.requests).toHaveLength(2);
    expect(warn).toHaveBeenCalledExactlyOnceWith({
      event: 'undeliverable',
      incident: 'prod-1768478400000',
      reason: 'PagerDuty answered HTTP 410',
    });
    warn.mockRestore();
  });
});

describe('the ends of runs', () => {
  test('are told one after the other where a success closes what a failure opened', async () => {
    const { emulator, target, secrets } = await openPagerDuty();
    const { end, pass } = openOutbox(secrets);
    emulator.fail({ kind: 'status', status: 503, times: 5 });
    end(run({ id: 'prod.1', state: 'failed' }), target);
    await pass(MINUTE);
    end(run({ id: 'prod.2' }), target);
    await pass(HOUR);
    expect(emulator.alerts).toMatchObject([{ isOpen: false, triggers: 1 }]);
  });

  test('wait for no other anywhere else', async () => {
    const { emulator, target, secrets } = await openDiscord();
    const { end, pass, stored } = openOutbox(secrets);
    emulator.fail({ kind: 'status', status: 503 });
    end(run({ id: 'prod.1', state: 'failed' }), target);
    await pass(0);
    end(run({ id: 'prod.2' }), target);
    await pass(0);
    expect(stored.size).toBe(1);
    expect(emulator.messages).toHaveLength(1);
  });
});

describe('a change that cannot be told', () => {
  test('is in the log at the first failure, and when it is given up after a day', async () => {
    const { emulator, target, secrets } = await openDiscord();
    const { tell, pass, stored } = openOutbox(secrets);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    emulator.fail({ kind: 'status', status: 500, times: Infinity });
    tell(change(), target);
    await pass(30 * HOUR);
    expect(stored.size).toBe(0);
    const logged = { event: 'undeliverable', incident: 'prod-1768478400000' };
    const reason = 'Discord answered HTTP 500';
    expect(warn.mock.calls).toEqual([
      [{ ...logged, reason, again: '2026-01-15T12:00:05Z' }],
      [{ ...logged, reason }],
    ]);
    warn.mockRestore();
  });
});
