import { codeWords, details, section, tableOf } from '../read-readme.ts';

export const WORKER = section('The Worker');

export const SLACK_APP = details(WORKER, 'The Slack app');
export const ALL_OF_CONFIG = details(WORKER, 'All of <code>worker/config.json</code>');
export const SIGNING = details(WORKER, 'A signed webhook from a shell');
export const REFERENCE = details(WORKER, 'Routes, the run, errors');

/** The words that a table of the section explains, in its order. */
export function explained(column: string): readonly string[] {
  return tableOf(WORKER, column).flatMap(([cell = '']) => codeWords(cell));
}
