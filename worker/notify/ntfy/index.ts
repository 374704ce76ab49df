import * as v from 'valibot';
import { section } from '../../config/fields.ts';
import { secretHolding } from '../../config/secrets.ts';
import { notifyOn } from '../channel.ts';
import { defineSecretChannel, secretTarget } from '../secret-channel.ts';
import { TOPIC } from './address.ts';
import { renderNtfy } from './render.ts';

export const ntfy = defineSecretChannel({
  kind: 'ntfy',
  ruleSchema: (context) =>
    v.pipe(
      section({ on: notifyOn, ntfy: secretHolding(context, TOPIC) }),
      v.transform(({ on, ntfy: name }) => ({ on, target: secretTarget('ntfy', name) })),
    ),
  address: TOPIC,
  receiver: {
    name: 'ntfy',
    remedies: {
      401: 'its token is wrong or has expired',
      403: 'the topic needs a token that may write to it',
    },
    isOwn: ({ id, event }) => typeof id === 'string' && event === 'message',
  },
  write: (notice, { serverUrl: url, topic, headers }) => ({
    url,
    headers,
    body: { topic, ...renderNtfy(notice) },
  }),
});
