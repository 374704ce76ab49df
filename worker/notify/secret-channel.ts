import * as v from 'valibot';
import { type Channel, defineChannel, type DeliveryResult } from './channel.ts';
import { type Notice, noticeOf } from './notice.ts';
import { type Receiver, sendJson, type Sending } from './send-json.ts';
import type { Target } from './target.ts';

/** A target that a secret leads to. Only the name of the secret is stored. */
export const secretTargetEntries = { place: v.string(), secretName: v.string() };

export function secretTarget(kind: string, secretName: string): Target {
  return { kind, place: `${kind} ${secretName}`, secretName };
}

/** What the secret of a channel holds. */
export interface Address<Value> {
  /** `one URL of a Discord webhook`. */
  readonly what: string;
  /** `null` if the values of the secret are something else. */
  readonly parse: (values: readonly string[]) => Value | null;
}

/** A channel that is no more than an address, which is a secret, and a way to write to it. */
interface SecretChannel<Value> extends Pick<Channel, 'kind' | 'ruleSchema'> {
  readonly address: Address<Value>;
  readonly receiver: Receiver;
  readonly write: (notice: Notice, address: Value) => Omit<Sending, 'now'>;
}

export function defineSecretChannel<Value>({
  kind,
  ruleSchema,
  address,
  receiver,
  write,
}: SecretChannel<Value>): Channel {
  return defineChannel({
    kind,
    namesSecret: true,
    ruleSchema,
    targetSchema: v.object({ kind: v.literal(kind), ...secretTargetEntries }),
    async deliver({ secretName }, event, context) {
      const found = address.parse(context.secretsOf(secretName));
      if (found === null) return holdsNothing(secretName, address);
      const notice = await noticeOf(event, context);
      return sendJson({ ...write(notice, found), now: context.now }, receiver);
    },
  });
}

/** The secret may be set again within the day. */
export function holdsNothing(
  secretName: string,
  { what }: { readonly what: string },
): DeliveryResult {
  return { kind: 'passing', reason: `${secretName} does not hold ${what}`, retryAfterMs: null };
}
