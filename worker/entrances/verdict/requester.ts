import type { Requester } from '../../orders/requester.ts';
import type { Claims } from './claims.ts';

/** A job of GitHub Actions, as its token says. Its step follows the run by the run's id. */
export function jobRequester(claims: Pick<Claims, 'repository' | 'runId' | 'actor'>): Requester {
  const { repository, runId: run, actor } = claims;
  return {
    via: 'verdict',
    details: { repository, run, actor },
    label: [
      { kind: 'words', text: 'a workflow (' },
      { kind: 'quote', text: repository },
      { kind: 'words', text: ', run ' },
      { kind: 'quote', text: run },
      { kind: 'words', text: ', by ' },
      { kind: 'quote', text: actor },
      { kind: 'words', text: ')' },
    ],
    replyTo: null,
  };
}
