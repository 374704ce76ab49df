import * as v from 'valibot';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { Unasked } from './connection.ts';
import { type AskedBackup, fitsRequest } from './fits-request.ts';
import { notAWorker } from './refusal.ts';
import { serviceResult, withWords } from './service-result.ts';
import { plainWord } from './wire.ts';
import { type Run, TakenRuns } from './worker-run.ts';

/** What a Worker found of one service, and by which provider. */
export interface CheckedService {
  /** The provider's name in `result`. */
  readonly provider: string;
  /** Its `name` is that of the service in the Worker's configuration. */
  readonly result: ServiceResult & { readonly name: string };
}

/** The findings, or the runs to wait for before there are any. */
export type WorkerAnswer =
  | {
      readonly kind: 'checked';
      /** In the order in which they were asked for. */
      readonly checked: readonly CheckedService[];
      /** The names of services whose newest backup is to be waited for. */
      readonly running: readonly string[];
    }
  | { readonly kind: 'taken'; readonly runs: readonly Run[] };

/** What was asked, as far as an answer has to fit. */
export interface Asked extends AskedBackup {
  readonly services: readonly string[];
  readonly judged: boolean;
}

const Judged = v.object({
  version: v.literal(1),
  dryRun: v.boolean(),
  checked: v.array(v.object({ provider: plainWord, result: serviceResult })),
  running: v.exactOptional(v.array(v.string()), []),
});

/** Rejects what is not a whole answer to the question with `Unasked`: it is never a pass. */
export function readAnswer(body: unknown, asked: Asked): WorkerAnswer {
  const judged = v.safeParse(Judged, body);
  if (judged.success && fits(judged.output, asked)) {
    const { checked, running } = judged.output;
    return { kind: 'checked', checked: withWords(checked, body), running };
  }
  const taken = v.safeParse(TakenRuns, body);
  if (taken.success && mayTake(asked) && areOf(taken.output, asked.services)) {
    return { kind: 'taken', runs: taken.output };
  }
  throw isOurs(body) ? unreadable() : notAWorker('it answered something else');
}

function mayTake({ backup, dryRun, ended }: Asked): boolean {
  return backup !== 'never' && !dryRun && ended === null;
}

/** Each service that was asked for, once, and no other. */
function fits({ checked, running, dryRun }: v.InferOutput<typeof Judged>, asked: Asked): boolean {
  const names = checked.map(({ result }) => result.name);
  return (
    names.length === asked.services.length &&
    names.every((name, index) => name === asked.services[index]) &&
    checked.every(({ result }) => result.judged === asked.judged) &&
    running.every((name) => names.includes(name)) &&
    dryRun === asked.dryRun &&
    // While a backup is waited for, nothing else is done.
    (running.length > 0 || checked.every(({ result }) => fitsRequest(result, asked)))
  );
}

function areOf(runs: readonly Run[], services: readonly string[]): boolean {
  const names = runs.map(({ service }) => service);
  return new Set(names).size === names.length && names.every((name) => services.includes(name));
}

/** The shape that tells a Worker of another version from a server that is none. */
function isOurs(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return ('version' in body && 'checked' in body) || ('id' in body && 'acceptedAt' in body);
}

/** The short form, by which the remedy is found. */
export const UNREADABLE = 'the Worker gave no usable answer';

export function unreadable(): Unasked {
  const message =
    'The Worker gave no usable answer: it does not fit the question. It may be of another version than this Action';
  return new Unasked({ kind: 'unavailable', message, inShort: UNREADABLE, traceId: null });
}
