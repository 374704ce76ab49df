import * as v from 'valibot';
import { expect, test } from 'vitest';
import { githubRequester } from '../../../worker/entrances/github/requester.ts';
import { slackRequester } from '../../../worker/entrances/slack/requester.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import { StoredRequester } from '../../../worker/orders/stored-requester.ts';

const caller = {
  team: 'T1',
  channel: 'C1',
  user: 'U1',
  responseUrl: 'https://hooks.slack.com/commands/T1/1/x',
};
const urlDiesAt = 1_768_480_200_000;
const event = { event: 'deployment', repository: 'acme/shop' } as const;

/** Each requester of today, and how the ledger had it before requesters brought their own label. */
const PAIRS = [
  [slackRequester(caller, urlDiesAt), { via: 'slack', ...caller, urlDiesAt }],
  [githubRequester(event), { via: 'github', ...event }],
  [webhookRequester('migration'), { via: 'webhook', reason: 'migration' }],
  [webhookRequester(null), { via: 'webhook', reason: null }],
] as const;

test.each(PAIRS)('%j is read as it was written', (requester) => {
  expect(v.parse(StoredRequester, JSON.parse(JSON.stringify(requester)))).toEqual(requester);
});

test.each(PAIRS)('%j is read from the shape before: %j', (requester, first) => {
  expect(v.parse(StoredRequester, first)).toEqual(requester);
});

test.each([null, {}, { via: 'slack' }, { via: 'fax', number: '1' }, { via: 'webhook' }])(
  'a requester that cannot be read is not guessed at: %j',
  (stored) => {
    expect(v.safeParse(StoredRequester, stored).success).toBe(false);
  },
);
