import * as v from 'valibot';
import { parseRootUrl } from '../../../shared/http/safe-url.ts';
import type { ConfigContext } from '../../config/context.ts';
import { section, text } from '../../config/fields.ts';
import { secretHolding } from '../../config/secrets.ts';
import { notifyOn } from '../channel.ts';
import { type Address, secretTargetEntries } from '../secret-channel.ts';

/** The key of an integration by Events API v2. */
export const KEY: Address<string> = {
  what: 'one integration key of PagerDuty, 32 letters and digits',
  parse([key = '', ...others]) {
    return others.length === 0 && /^[A-Za-z0-9]{32}$/.test(key) ? key : null;
  },
};

/** A service of PagerDuty. */
export const PagerDutyTarget = v.object({
  kind: v.literal('pagerduty'),
  ...secretTargetEntries,
  apiUrl: v.string(),
  /** Whether it hears of warnings, so that an alert stays open until they are over too. */
  warnings: v.boolean(),
});
export type PagerDutyTarget = Readonly<v.InferOutput<typeof PagerDutyTarget>>;

const API_URL = 'https://events.pagerduty.com';

export function pagerDutyTarget(
  secretName: string,
  { apiUrl = API_URL, warnings = false } = {},
): PagerDutyTarget {
  const place = `pagerduty ${secretName}`;
  return { kind: 'pagerduty', place, secretName, apiUrl, warnings };
}

export function pagerDutyRule(context: ConfigContext) {
  return v.pipe(
    section({
      on: notifyOn,
      pagerduty: secretHolding(context, KEY),
      // In Europe: https://events.eu.pagerduty.com
      apiUrl: v.optional(text(parseRootUrl), API_URL),
    }),
    v.transform(({ on, pagerduty, apiUrl }) => ({
      on,
      target: pagerDutyTarget(pagerduty, { apiUrl, warnings: on === 'all' }),
    })),
  );
}
