import type { Requester } from '../../orders/requester.ts';

/** The requester of an event in a repository. GitHub is not notified. */
export function githubRequester({
  event,
  repository,
}: {
  readonly event: string;
  readonly repository: string;
}): Requester {
  return {
    via: 'github',
    details: { event, repository },
    label: [
      { kind: 'words', text: 'GitHub (' },
      { kind: 'quote', text: event },
      { kind: 'words', text: ' in ' },
      { kind: 'quote', text: repository },
      { kind: 'words', text: ')' },
    ],
    replyTo: null,
  };
}
