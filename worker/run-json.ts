import { formatInstant } from '../shared/domain/instant.ts';
import { toOneLine } from '../shared/report/text.ts';
import type { Requester, Run } from './coordinator/run.ts';

/** A run as callers and receivers of webhooks read it. What is not known yet is left out. */
export interface RunJson {
  readonly id: string;
  readonly service: string;
  readonly type: string;
  readonly state: string;
  readonly joined?: boolean;
  readonly requestedBy: readonly RequesterJson[];
  readonly acceptedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly backupId?: string;
  readonly message?: string;
}

export type RequesterJson =
  | {
      readonly via: 'slack';
      readonly team: string;
      readonly channel: string;
      readonly user: string;
    }
  | { readonly via: 'github'; readonly event: string; readonly repository: string }
  | { readonly via: 'webhook'; readonly reason?: string };

const LONGEST_MESSAGE = 1000;

/** `joined` is for the answer to a request only: whether another one had caused the run already. */
export function runToJson(run: Run, joined?: boolean): RunJson {
  const { id, service, type, state, requestedBy, acceptedAt, startedAt, finishedAt } = run;
  const backupId = run.backup?.id ?? null;
  return {
    id,
    service,
    type,
    state,
    ...(joined === undefined ? {} : { joined }),
    requestedBy: requestedBy.map(requesterToJson),
    acceptedAt: formatInstant(acceptedAt),
    ...(startedAt === null ? {} : { startedAt: formatInstant(startedAt) }),
    ...(finishedAt === null ? {} : { finishedAt: formatInstant(finishedAt) }),
    ...(backupId === null ? {} : { backupId: toOneLine(backupId) }),
    ...(run.message === null ? {} : { message: toOneLine(run.message, LONGEST_MESSAGE) }),
  };
}

/** Field by field, so that a secret that is added to a requester does not come along. */
function requesterToJson(requester: Requester): RequesterJson {
  switch (requester.via) {
    case 'slack': {
      const { team, channel, user } = requester;
      return { via: 'slack', team, channel, user };
    }
    case 'github': {
      const { event, repository } = requester;
      return { via: 'github', event, repository };
    }
    case 'webhook': {
      const { reason } = requester;
      return { via: 'webhook', ...(reason === null ? {} : { reason: toOneLine(reason) }) };
    }
  }
}
