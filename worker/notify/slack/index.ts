import { defineChannel } from '../channel.ts';
import { deliverToSlack } from './deliver.ts';
import { slackRule, SlackTarget } from './schema.ts';

export const slack = defineChannel({
  kind: 'slack',
  ruleSchema: slackRule,
  targetSchema: SlackTarget,
  deliver: deliverToSlack,
});
