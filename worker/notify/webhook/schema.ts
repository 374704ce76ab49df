import * as v from 'valibot';
import { parseTargetUrl } from '../../../shared/http/safe-url.ts';
import type { ConfigContext } from '../../config/context.ts';
import { section, text } from '../../config/fields.ts';
import { signingSecretNamed } from '../../config/secrets.ts';
import { notifyOn } from '../channel.ts';

/** A receiver of signed webhooks. */
export const WebhookTarget = v.object({
  kind: v.literal('webhook'),
  place: v.string(),
  url: v.string(),
  /** The name of the secret that signs, not its value. */
  secretName: v.string(),
});
export type WebhookTarget = Readonly<v.InferOutput<typeof WebhookTarget>>;

export function webhookTarget(url: string, secretName: string): WebhookTarget {
  return { kind: 'webhook', place: `webhook ${url} ${secretName}`, url, secretName };
}

export function webhookRule(context: ConfigContext) {
  return v.pipe(
    section({
      on: notifyOn,
      webhook: text(parseTargetUrl),
      secret: signingSecretNamed(context),
    }),
    v.transform(({ on, webhook, secret }) => ({ on, target: webhookTarget(webhook, secret) })),
  );
}
