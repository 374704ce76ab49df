import * as v from 'valibot';
import { type ConfigContext, requestableService } from '../../config/context.ts';
import { listOf, section } from '../../config/fields.ts';

/** What signed webhooks may request. */
export function webhookSchema(context: ConfigContext) {
  return section({ services: v.optional(listOf(requestableService(context)), []) });
}

export type WebhookConfig = v.InferOutput<ReturnType<typeof webhookSchema>>;
