/** How a requested one-time backup goes, by the emulator's clock. */
export interface BackupPlan {
  /** Milliseconds during which only the schedule shows that it was requested. */
  queuedMs: number;
  /** Milliseconds from the request until any list shows it, or its schedule. */
  hiddenMs: number;
  /** Milliseconds from its start to its end; Infinity for one that never ends. */
  runningMs: number;
  /** The status word it ends with. No word for failure is documented, so any may be given. */
  outcome: string;
  /** Size in bytes; null: the row has no `storage_bytes`. */
  bytes: number | null;
  /** What the schedule's `message` says in the end. */
  message: string;
  /** True: no backup row ever appears; the schedule still follows the plan. */
  neverListed: boolean;
}

export const defaultPlan: BackupPlan = {
  queuedMs: 3000,
  hiddenMs: 0,
  runningMs: 5000,
  outcome: 'Succeeded',
  bytes: 5_327_326,
  message: 'Backup is finished.',
  neverListed: false,
};
