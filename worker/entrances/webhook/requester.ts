import type { LabelPart, Requester } from '../../orders/requester.ts';

/** A program, and the reason that it gave. It polls the run by its id. */
export function webhookRequester(reason: string | null): Requester {
  const given: LabelPart[] =
    reason === null
      ? []
      : [
          { kind: 'words', text: ' (' },
          { kind: 'quote', text: reason },
          { kind: 'words', text: ')' },
        ];
  return {
    via: 'webhook',
    details: reason === null ? {} : { reason },
    label: [{ kind: 'words', text: 'a webhook' }, ...given],
    replyTo: null,
  };
}
