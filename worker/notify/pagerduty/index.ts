import { defineChannel } from '../channel.ts';
import { deliverToPagerDuty } from './deliver.ts';
import { pagerDutyRule, PagerDutyTarget } from './schema.ts';

export const pagerduty = defineChannel({
  kind: 'pagerduty',
  namesSecret: true,
  keepsAlerts: true,
  ruleSchema: pagerDutyRule,
  targetSchema: PagerDutyTarget,
  deliver: deliverToPagerDuty,
});
