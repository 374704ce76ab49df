import { defineChannel } from '../channel.ts';
import { deliverToWebhook } from './deliver.ts';
import { webhookRule, WebhookTarget } from './schema.ts';

export const webhook = defineChannel({
  kind: 'webhook',
  ruleSchema: webhookRule,
  targetSchema: WebhookTarget,
  deliver: deliverToWebhook,
});
