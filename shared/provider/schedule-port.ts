import type { Clock } from '../clock.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { ScheduleChange, ScheduleCreation } from '../domain/schedule-write.ts';
import type { ScheduleOrder, SchedulePort } from './provider.ts';

/**
 * The calls of one API. Each sends one request and does not judge its answer. Calls that the API
 * does not have are left out.
 */
export interface ScheduleCalls extends Pick<SchedulePort, 'read'> {
  readonly create?: (service: string, creation: ScheduleCreation) => Promise<void>;
  /** Sets another cron, resumes, or both. */
  readonly change: (service: string, change: ScheduleChange) => Promise<void>;
  readonly suspend?: (service: string, schedule: Schedule) => Promise<void>;
  readonly delete?: (service: string, schedule: Schedule) => Promise<void>;
}

/** What a write needs besides its order. */
export interface Writer {
  readonly title: string;
  readonly clock: Clock;
  readonly loadWrite: LoadWrite;
}

export type WriteSchedule = (
  order: ScheduleOrder,
  calls: ScheduleCalls,
  writer: Writer,
) => Promise<Schedule | null>;

/** A shell may load it only when something is to be written. */
export type LoadWrite = () => Promise<WriteSchedule>;

/**
 * The port over these calls: every write is read back from the list that the next run reads too.
 */
export function createSchedulePort(calls: ScheduleCalls, writer: Writer): SchedulePort {
  return {
    read: calls.read,
    write: async (order) => {
      const write = await writer.loadWrite();
      return write(order, calls, writer);
    },
  };
}
