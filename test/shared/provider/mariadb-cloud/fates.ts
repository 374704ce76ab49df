import type { FaultKind } from '../../../emulator/faults.ts';

const statuses = (...codes: number[]) =>
  codes.map((status) => ({ kind: 'status', status }) as const);

/** The request took effect, but its sender cannot know. */
export const DONE_UNKNOWN: readonly FaultKind[] = [
  { kind: 'lost-answer' },
  { kind: 'cut-body' },
  { kind: 'cut-json' },
  { kind: 'after-effect-status', status: 500 },
  { kind: 'after-effect-status', status: 504 },
];

/** The request took no effect, but its sender cannot know. */
export const NOT_DONE_UNKNOWN: readonly FaultKind[] = [
  { kind: 'refused-connection' },
  ...statuses(408, 500, 502, 503, 504, 599),
];

/** It was answered as a success in a way that cannot be read, whatever became of it. */
export const ANSWERED_UNREADABLY: readonly FaultKind[] = [
  { kind: 'html' },
  { kind: 'json', body: null },
  { kind: 'json', body: 'queued' },
  { kind: 'json', body: {} },
  { kind: 'status', status: 200, body: '' },
];

/** The request was turned down, so nothing is in doubt. */
export const TURNED_DOWN: readonly FaultKind[] = statuses(302, 400, 401, 403, 404, 409, 422);

/** A list that cannot be read to its end, at any attempt. */
export const LIST_TROUBLE: readonly FaultKind[] = [
  ...statuses(400, 401, 404, 500),
  { kind: 'refused-connection' },
  { kind: 'cut-body' },
  { kind: 'cut-json' },
  { kind: 'html' },
];

/** For a minute it is looked for what became of a request in doubt. */
export const LOOKS = ['GET', 'GET', 'GET', 'GET', 'GET'];

/** Part of every message that says why a request was not sent once more. */
export const NOT_REPEATED = 'the request may have arrived, so it was not repeated';
