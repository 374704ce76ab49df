import type { Schedule } from '../../domain/schedule.ts';
import { ProviderError } from '../errors.ts';
import { TITLE } from './connection.ts';
import { mapSchedule } from './map.ts';
import type { WireSchedule } from './wire.ts';

/** Reads a schedule from an answer. Without an id the fate of the request is unknown. */
export function readSchedule(wire: WireSchedule): Schedule {
  const schedule = mapSchedule(wire);
  if (schedule) return schedule;
  const message = `${TITLE} answered without a schedule id`;
  const problem = { kind: 'unavailable', message, traceId: null } as const;
  throw new ProviderError(problem, { fate: 'taken' });
}
