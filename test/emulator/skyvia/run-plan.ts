/** How a run goes, by the emulator's clock. */
export interface RunPlan {
  /** Milliseconds from the request to the start. */
  queuedMs: number;
  /** Milliseconds from its start to its end; Infinity for one that never ends. */
  runningMs: number;
  /** Milliseconds from its end, when it is active no more, until the list has it. */
  listedAfterMs: number;
  /** The state it ends with: Succeeded, Failed, Canceled, or any other word. */
  outcome: string;
  /** The text in its details. */
  result: string | null;
  /** The counters while it runs; null: the active run has no such field. */
  successRows: number | null;
  errorRows: number | null;
  /** True: the run ends and no record of it ever appears. */
  neverListed: boolean;
}

export const defaultPlan: RunPlan = {
  queuedMs: 2000,
  runningMs: 5000,
  listedAfterMs: 0,
  outcome: 'Succeeded',
  result: null,
  successRows: 0,
  errorRows: 0,
  neverListed: false,
};
