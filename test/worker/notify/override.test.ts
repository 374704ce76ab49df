import { describe, expect, test } from 'vitest';
import type { NotifyEvent } from '../../../worker/notify/event.ts';
import { readStoredNotification } from '../../../worker/notify/stored-notification.ts';
import { deliver } from '../../../worker/notify/registry.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import type { OverrideNotice } from '../../../worker/protection/override-notice.ts';
import { contextWith, NOW, startAnnasSlack } from '../run-fixture.ts';
import { RECEIVER_NAMES, RECEIVERS } from './secret-channels.ts';

function override(over: Partial<OverrideNotice> = {}): NotifyEvent & { kind: 'override' } {
  return {
    kind: 'override',
    override: {
      id: '5f0c1f4e-0000-4000-8000-000000000001',
      service: 'prod',
      repository: 'acme/shop',
      environment: 'production',
      runId: '123',
      by: ['anna (U1)', 'ben (U2)'],
      why: 'the provider is down',
      at: NOW,
      ...over,
    },
  };
}

const HOSTILE = override({
  why: '<!channel> *@everyone* [x](https://evil.example) `',
  by: ['a`<@U1>'],
});

describe.each(RECEIVER_NAMES)('%s', (name) => {
  test.each([override(), HOSTILE])(
    'is told who allowed a deploy that was held, and why',
    async (event) => {
      const { emulator, target, secrets } = await RECEIVERS[name]();
      expect(await deliver(target, event, contextWith({ secrets }))).toEqual({ kind: 'delivered' });
      const sent = JSON.stringify(emulator.requests.map(({ body }) => body));
      expect(sent).toContain('acme/shop');
      expect(emulator.requests).toHaveLength(1);
    },
  );
});

test('Slack is told in one line, in which nothing of theirs is alive', async () => {
  const slack = await startAnnasSlack();
  for (const event of [override(), HOSTILE]) {
    const context = contextWith({ apiUrl: slack.apiUrl });
    expect(await deliver(slackTarget('C1'), event, context)).toEqual({ kind: 'delivered' });
  }
  const [text, hostile] = slack.messages.map((message) => message.text);
  expect(text).toBe(
    '🔓 Deploy of `acme/shop` to `production` (run `123`) allowed although the backups of `prod` are not good. Let through by `anna (U1)` and `ben (U2)`: `the provider is down`',
  );
  expect(hostile?.replace(/`[^`\n]*`/g, ' ')).not.toMatch(/[<@*[]/);
});

test('it opens an alert of its own at PagerDuty, whatever it hears else', async () => {
  const { emulator, target, secrets } = await RECEIVERS.PagerDuty();
  await deliver(target, override(), contextWith({ secrets }));
  expect(emulator.requests[0]?.body).toMatchObject({
    event_action: 'trigger',
    dedup_key: 'backup-gate override 5f0c1f4e-0000-4000-8000-000000000001',
    payload: { severity: 'warning', source: 'prod' },
  });
});

test('one that is stored is read as it was', () => {
  const stored = {
    version: 2,
    id: '1',
    event: override(),
    target: slackTarget('C1'),
    tries: 0,
    since: NOW,
    dueAt: NOW,
  };
  expect(readStoredNotification(JSON.stringify(stored))).toEqual(stored);
});
