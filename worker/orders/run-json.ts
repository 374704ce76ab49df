import { formatInstant } from '../../shared/domain/instant.ts';
import { toOneLine } from '../../shared/report/text.ts';
import type { RunView } from './run.ts';

/** A run as callers and webhook receivers see it. Unknown fields are left out. */
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

/** The entrance and its details, which hold no secret. */
export interface RequesterJson {
  readonly via: string;
  readonly [detail: string]: string;
}

const MAX_MESSAGE = 1000;

/** `joined` is only in the answer to a request: whether another one had caused the run. */
export function runToJson(run: RunView, joined?: boolean): RunJson {
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
    ...(run.message === null ? {} : { message: toOneLine(run.message, MAX_MESSAGE) }),
  };
}

function requesterToJson({ via, details }: RunView['requestedBy'][number]): RequesterJson {
  const shown = Object.entries(details).map(([name, text]) => [name, toOneLine(text)]);
  return { via, ...Object.fromEntries(shown) };
}
