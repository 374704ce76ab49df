import { describe, expect, test } from 'vitest';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import { readStoredNotification } from '../../../worker/notify/stored-notification.ts';
import { webhookTarget } from '../../../worker/notify/webhook/schema.ts';
import { change } from '../change-fixture.ts';

const read = (stored: unknown) => readStoredNotification(JSON.stringify(stored));

const NOTIFICATION = {
  version: 2,
  id: 'n1',
  event: { kind: 'run-ended', runId: 'prod.00ff' },
  target: slackTarget('C1'),
  tries: 3,
  since: 1_768_478_300_000,
  dueAt: 1_768_478_400_000,
} as const;

test('a notification of this version is read as it was written, its target whole', () => {
  expect(read(NOTIFICATION)).toEqual(NOTIFICATION);
});

test('a notification of a changed verdict brings all that it says', () => {
  const event = { kind: 'verdict-changed', change: change() };
  expect(read({ ...NOTIFICATION, event })).toEqual({ ...NOTIFICATION, event });
  const { headline: _, ...damaged } = change();
  expect(read({ ...NOTIFICATION, event: { ...event, change: damaged } })).toBeNull();
});

test('a notification from before it was noted when it was stored is one of the oldest', () => {
  const { since: _, ...rest } = NOTIFICATION;
  expect(read(rest)).toEqual({ ...NOTIFICATION, since: 0 });
});

describe('a notification from before they had a version is still delivered', () => {
  const anna = { user: 'U1', responseUrl: 'https://hooks.slack.com/commands/x', urlDiesAt: 7 };

  test.each<[object, object]>([
    [{ kind: 'slack-requester', channel: 'C1', ...anna }, slackTarget('C1', anna)],
    [{ kind: 'slack-channel', channel: 'C2' }, slackTarget('C2')],
    [
      { kind: 'webhook', url: 'https://example.com/hook', secretName: 'NOTIFY_SECRET' },
      webhookTarget('https://example.com/hook', 'NOTIFY_SECRET'),
    ],
  ])('to %j', (target, upgraded) => {
    const { id, tries, dueAt } = NOTIFICATION;
    expect(read({ id, runId: 'prod.00ff', target, tries, dueAt })).toEqual({
      ...NOTIFICATION,
      since: 0,
      target: upgraded,
    });
  });
});

test.each(['', '{', 'null', '{}', JSON.stringify({ ...NOTIFICATION, version: 3 })])(
  'what cannot be read is not guessed at: %s',
  (text) => {
    expect(readStoredNotification(text)).toBeNull();
  },
);
