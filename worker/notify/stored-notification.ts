import * as v from 'valibot';
import { parseJson } from '../../shared/http/json.ts';
import { Notification } from './notification.ts';
import { slackTarget } from './slack/schema.ts';
import type { Target } from './target.ts';
import { webhookTarget } from './webhook/schema.ts';

const FirstTarget = v.union([
  v.object({
    kind: v.literal('slack-requester'),
    channel: v.string(),
    user: v.string(),
    responseUrl: v.string(),
    urlDiesAt: v.number(),
  }),
  v.object({ kind: v.literal('slack-channel'), channel: v.string() }),
  v.object({ kind: v.literal('webhook'), url: v.string(), secretName: v.string() }),
]);

/** Notifications without a version; all of them were about the end of a run. */
const First = v.pipe(
  v.object({
    id: v.string(),
    runId: v.string(),
    target: FirstTarget,
    tries: v.number(),
    dueAt: v.number(),
  }),
  v.transform(({ runId, target, ...rest }): Notification => {
    return {
      ...rest,
      version: 2,
      since: 0,
      event: { kind: 'run-ended', runId },
      target: upgrade(target),
    };
  }),
);

function upgrade(target: v.InferOutput<typeof FirstTarget>): Target {
  switch (target.kind) {
    case 'slack-requester': {
      const { channel, kind: _kind, ...requester } = target;
      return slackTarget(channel, requester);
    }
    case 'slack-channel':
      return slackTarget(target.channel);
    case 'webhook':
      return webhookTarget(target.url, target.secretName);
  }
}

const Stored = v.union([Notification, First]);

/** `null` for an unreadable one. */
export function readStoredNotification(text: string): Notification | null {
  const parsed = v.safeParse(Stored, parseJson(text));
  return parsed.success ? parsed.output : null;
}
