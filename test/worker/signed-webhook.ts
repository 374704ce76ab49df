import { Webhook } from 'standardwebhooks';

/** A POST that any sender with the secret would make now, by the vendor-neutral library. */
export function signWebhook(id: string, order: object, secret: string): RequestInit {
  const body = JSON.stringify(order);
  const now = new Date();
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  };
}
