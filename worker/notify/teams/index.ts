import * as v from 'valibot';
import { section } from '../../config/fields.ts';
import { secretHolding } from '../../config/secrets.ts';
import { notifyOn } from '../channel.ts';
import { defineSecretChannel, secretTarget } from '../secret-channel.ts';
import { WORKFLOW } from './address.ts';
import { renderTeams } from './render.ts';

export const teams = defineSecretChannel({
  kind: 'teams',
  ruleSchema: (context) =>
    v.pipe(
      section({ on: notifyOn, teams: secretHolding(context, WORKFLOW) }),
      v.transform(({ on, teams: name }) => ({ on, target: secretTarget('teams', name) })),
    ),
  address: WORKFLOW,
  receiver: {
    name: 'Teams',
    remedies: {
      400: 'the workflow may be turned off',
      401: 'the signature in its URL is wrong',
      403: 'let anyone trigger the workflow',
      404: 'the workflow was deleted: make another one',
    },
  },
  write: (notice, url) => ({ url, body: renderTeams(notice) }),
});
