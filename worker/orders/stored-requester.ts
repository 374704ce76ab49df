import * as v from 'valibot';
import { githubRequester } from '../entrances/github/requester.ts';
import { slackRequester } from '../entrances/slack/requester.ts';
import { webhookRequester } from '../entrances/webhook/requester.ts';
import { Requester } from './requester.ts';

/** Requesters without their own details and label. */
const FirstSlack = v.pipe(
  v.object({
    via: v.literal('slack'),
    team: v.string(),
    channel: v.string(),
    user: v.string(),
    responseUrl: v.string(),
    urlDiesAt: v.number(),
  }),
  v.transform(({ urlDiesAt, ...caller }): Requester => slackRequester(caller, urlDiesAt)),
);
const FirstGithub = v.pipe(
  v.object({ via: v.literal('github'), event: v.string(), repository: v.string() }),
  v.transform((event): Requester => githubRequester(event)),
);
const FirstWebhook = v.pipe(
  v.object({ via: v.literal('webhook'), reason: v.nullable(v.string()) }),
  v.transform(({ reason }): Requester => webhookRequester(reason)),
);

/** A stored requester, in today's shape or the one before. */
export const StoredRequester = v.union([Requester, FirstSlack, FirstGithub, FirstWebhook]);
