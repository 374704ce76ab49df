import * as v from 'valibot';
import { section } from '../../config/fields.ts';
import { secretHolding } from '../../config/secrets.ts';
import { notifyOn } from '../channel.ts';
import { defineSecretChannel, secretTarget } from '../secret-channel.ts';
import { WEBHOOK } from './address.ts';
import { renderDiscord } from './render.ts';

export const discord = defineSecretChannel({
  kind: 'discord',
  ruleSchema: (context) =>
    v.pipe(
      section({ on: notifyOn, discord: secretHolding(context, WEBHOOK) }),
      v.transform(({ on, discord: name }) => ({ on, target: secretTarget('discord', name) })),
    ),
  address: WEBHOOK,
  receiver: {
    name: 'Discord',
    // The webhook was deleted, and Discord bans addresses that go on calling it.
    permanent: [404],
    remedies: {
      401: 'the token in its URL is wrong',
      404: 'the webhook was deleted: make another one',
    },
    isOwn: ({ id }) => typeof id === 'string',
  },
  write: (notice, url) => ({ url, body: renderDiscord(notice) }),
});
