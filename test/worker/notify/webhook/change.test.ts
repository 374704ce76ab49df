import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY, HOUR } from '../../../../shared/domain/instant.ts';
import { MARKED } from '../../../../shared/report/medium.ts';
import { webhookTarget } from '../../../../worker/notify/webhook/schema.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { startWebhookReceiver } from '../../../emulator/webhook-receiver/index.ts';
import { change, RECOVERED } from '../../change-fixture.ts';
import { NOW, tellChange } from '../../run-fixture.ts';

async function openReceiver() {
  const receiver = await startWebhookReceiver();
  onTestFinished(() => receiver.close());
  const target = webhookTarget(receiver.hookUrl, 'SECRET');
  const secrets = { SECRET: [receiver.secret] };
  const say = (told: VerdictChange) =>
    tellChange(target, told, { secrets, now: receiver.clock.now() });
  return { receiver, say };
}

describe('a receiver of webhooks', () => {
  test('is told of a change, signed, in words that are the same in JSON and in a log', async () => {
    const { receiver, say } = await openReceiver();
    expect(await say(change())).toEqual({ kind: 'delivered' });
    expect(receiver.deliveries).toEqual([
      {
        id: `verdict_changed_prod-1768478400000_${NOW}`,
        sentAt: receiver.clock.now(),
        body: {
          type: 'verdict.changed',
          timestamp: '2026-01-15T12:00:00Z',
          data: {
            incident: 'prod-1768478400000',
            change: 'opened',
            service: 'prod',
            verdict: 'block',
            before: 'pass',
            cause: 'backups',
            reasons: ['latest-backup-failed'],
            message: 'the last backup failed',
            findings: [
              {
                severity: 'block',
                message: 'Last backup failed (full, 15 Jan 02:00 UTC).',
                remedy: 'Take one now: "/backup prod" in Slack.',
              },
            ],
            recoveryPoint: '2026-01-14T12:00:00Z',
            nextDue: '2026-01-16T02:00:00Z',
            openedAt: '2026-01-15T12:00:00Z',
          },
        },
      },
    ]);
  });

  test('is not told what is not known', async () => {
    const { receiver, say } = await openReceiver();
    const finding = { severity: 'warn' as const, fact: 'It is slow.', remedy: '' };
    await say(change({ findings: [finding], recoveryPoint: null, nextDue: null, cause: null }));
    const body = receiver.deliveries[0]?.body;
    const findings = [{ severity: 'warn', message: 'It is slow.' }];
    expect(body).toMatchObject({ data: { cause: null, findings } });
    expect(JSON.stringify(body)).not.toMatch(/recoveryPoint|nextDue|remedy/);
  });

  test('knows a repeat of a change by its id, and two changes of an incident apart', async () => {
    const { receiver, say } = await openReceiver();
    receiver.fail({ kind: 'lost-answer' });
    expect(await say(change())).toMatchObject({ kind: 'passing' });
    receiver.clock.advance(HOUR);
    await say(change());
    await say(RECOVERED);
    expect(receiver.events().map(({ body }) => body)).toMatchObject([
      { data: { change: 'opened' } },
      { data: { change: 'recovered', openedAt: '2026-01-15T12:00:00Z' } },
    ]);
    expect(receiver.deliveries).toHaveLength(3);
  });

  test('gets an id without dots, which separate what is signed', async () => {
    const { receiver, say } = await openReceiver();
    expect(await say(change({ incident: 'prod.1.2' }))).toEqual({ kind: 'delivered' });
    expect(receiver.deliveries[0]?.id).toBe(`verdict_changed_prod_1_2_${NOW}`);
  });

  test('gets one line of visible text of at most 1,000 characters each', async () => {
    const { receiver, say } = await openReceiver();
    const fact = `It says\n${MARKED.quote('a\nb')}. ${'x'.repeat(2000)}`;
    await say(change({ findings: [{ severity: 'block', fact, remedy: '' }], at: NOW + DAY }));
    const message = expect.stringMatching(/^It says "a b"\. x{984}…$/);
    expect(receiver.deliveries[0]?.body).toMatchObject({ data: { findings: [{ message }] } });
  });
});
