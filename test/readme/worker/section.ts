import { codeWords, docs, section, tableOf } from '../read-readme.ts';

/** All that docs/ says of the Worker, but for how to undo it. */
export const WORKER = docs('worker', 'worker-limits', 'troubleshooting');

const page = docs('worker');

export const SET_UP = section('Set it up', page);
export const ALL_OF_CONFIG = section('All of `worker/config.json`', page);
export const SIGNING = section('A signed webhook from a shell', page);
export const RUN = section('The run', page);
export const ERRORS = section('Errors', page);

/** The words that a table of these pages explains, in its order. */
export function explained(column: string): readonly string[] {
  return tableOf(WORKER, column).flatMap(([cell = '']) => codeWords(cell));
}
