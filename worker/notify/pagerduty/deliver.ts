import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { noticeOf } from '../notice.ts';
import { holdsNothing } from '../secret-channel.ts';
import { type Receiver, sendJson } from '../send-json.ts';
import { alertOf } from './alert.ts';
import { KEY, type PagerDutyTarget } from './schema.ts';

const PAGERDUTY: Receiver = {
  name: 'PagerDuty',
  remedies: {
    400: 'the key may be wrong, or of another region than apiUrl',
    404: 'apiUrl is not the address of its Events API',
  },
  isOwn: ({ status }) => status === 'success',
};

export async function deliverToPagerDuty(
  target: PagerDutyTarget,
  event: NotifyEvent,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  // Nobody is to be paged for what was put right.
  if (event.kind === 'schedule-changed') return { kind: 'delivered' };
  const { now, secretsOf } = context;
  const key = KEY.parse(secretsOf(target.secretName));
  if (key === null) return holdsNothing(target.secretName, KEY);
  const alert = alertOf(event, await noticeOf(event, context), target);
  const body = { routing_key: key, ...alert };
  return sendJson({ url: `${target.apiUrl}/v2/enqueue`, body, now }, PAGERDUTY);
}
