import type { VerdictChange } from '../../watch/verdict-change.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { Notice } from '../notice.ts';
import type { SlackResult } from './answer.ts';
import { renderChange, renderLine, renderNotice } from './render-change.ts';
import type { SlackTarget } from './schema.ts';
import { postMessage, updateMessage } from './web-api.ts';

/**
 * An incident has one message in a channel, which always shows how things stand: nobody who opens
 * the channel later has to read on to see whether it is over. But nobody is notified of an edit, so
 * each change is also a line in the message's thread that the channel sees: the person on call hears
 * that it got worse, and can stop when it is over.
 */
export async function deliverChange(
  { channel, place }: SlackTarget,
  change: VerdictChange,
  { slack, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const { incidentMessages } = slack;
  const access = { ...slack, now };
  const message = renderChange(change, now);
  const known = incidentMessages.find(change.incident, place);
  if (known) {
    const updated = await updateMessage(known, message, access);
    if (updated.kind === 'passing') return updated;
    if (updated.kind === 'delivered') {
      const thread = { channel: known.channel, threadTs: known.ts };
      const { result } = await postMessage(thread, renderLine(change, now), access);
      if (result.kind === 'delivered' || result.kind === 'passing') return result;
    }
    // The message is gone, or may not be edited or answered any more: the incident gets a new one.
  }
  const posted = await postMessage({ channel }, message, access);
  if (posted.message) incidentMessages.save(change.incident, place, posted.message);
  return toDelivery(posted.result);
}

/** It is no incident, so it is a message of its own. */
export async function deliverLine(
  { channel }: SlackTarget,
  notice: Notice,
  { slack, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const message = renderNotice(notice);
  const { result } = await postMessage({ channel }, message, { ...slack, now });
  return toDelivery(result);
}

/** A person can cure a refusal within the day, by inviting the app for example. */
function toDelivery(result: SlackResult): DeliveryResult {
  if (result.kind !== 'refused') return result;
  return { kind: 'passing', reason: result.reason, retryAfterMs: null };
}
