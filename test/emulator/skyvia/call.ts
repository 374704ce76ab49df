import type { Answer } from '../server/answer.ts';
import type { Query } from '../server/query.ts';
import type { SkyviaSettings } from './settings.ts';
import type { SkyviaState } from './state.ts';

/** A request that has passed the checks of its form. */
export interface Call {
  readonly state: SkyviaState;
  readonly settings: SkyviaSettings;
  /** The ids in the path: workspace, backup, snapshot. */
  readonly ids: readonly number[];
  readonly query: Query;
}

export type Answering = (call: Call) => Answer;
