import type { Channel, DeliveryContext, DeliveryResult } from './channel.ts';
import type { NotifyEvent } from './event.ts';
import { slack } from './slack/index.ts';
import type { Target } from './target.ts';
import { webhook } from './webhook/index.ts';

/** All channels. */
export const CHANNELS: readonly Channel[] = [slack, webhook];

/** Notifies one target, once. */
export async function deliver(
  target: Target,
  event: NotifyEvent,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const channel = CHANNELS.find(({ kind }) => kind === target.kind);
  if (channel) return channel.deliver(target, event, context);
  return { kind: 'undeliverable', reason: 'No channel of this kind is there any more' };
}
