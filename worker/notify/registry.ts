import type { Channel, DeliveryContext, DeliveryResult } from './channel.ts';
import type { NotifyEvent } from './event.ts';
import { discord } from './discord/index.ts';
import { ntfy } from './ntfy/index.ts';
import { pagerduty } from './pagerduty/index.ts';
import { slack } from './slack/index.ts';
import type { Target } from './target.ts';
import { teams } from './teams/index.ts';
import { webhook } from './webhook/index.ts';

/** All channels. */
export const CHANNELS: readonly Channel[] = [slack, webhook, pagerduty, teams, discord, ntfy];

/** Whether failures stay open at a target until a success closes them. */
export function keepsAlerts({ kind }: Target): boolean {
  return find(kind)?.keepsAlerts === true;
}

/** Notifies one target, once. */
export async function deliver(
  target: Target,
  event: NotifyEvent,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const channel = find(target.kind);
  if (channel) return channel.deliver(target, event, context);
  return { kind: 'undeliverable', reason: 'No channel of this kind is there any more' };
}

function find(kind: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.kind === kind);
}
