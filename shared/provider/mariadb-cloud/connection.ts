import type { Clock } from '../../clock.ts';
import type { Reading } from '../../domain/evidence.ts';
import type { Schedule } from '../../domain/schedule.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { type ErrorTranslation, translateErrors } from '../errors.ts';
import { provesNewestFirst } from '../newest-first.ts';
import type { ConnectOptions, Provider } from '../provider.ts';
import { FOREIGN, readList } from '../read-list.ts';
import { exactId } from '../rounded-id.ts';
import { createMariadbCloudClient, listBackups, listSchedules } from './client.ts';
import { mapBackup, mapScheduleRow, parseErrorDetails } from './map.ts';

export const TITLE = 'MariaDB Cloud';

/** What the parts of this provider share: reading whole lists, and translated errors. */
export interface MariadbCloud extends Pick<Provider, 'readBackups' | 'clockOffsetMs'> {
  call<Value>(
    run: (http: HttpClient) => Promise<Value>,
    kindOfStatus?: ErrorTranslation['kindOfStatus'],
  ): Promise<Value>;
  readSchedules(service: string): Promise<Reading<Schedule>>;
  readonly clock: Clock;
}

/** A 404 on a list means that the service is unknown. */
export const LISTING = { 404: 'unknown-service' } as const;

export function connect(options: ConnectOptions): MariadbCloud {
  const http = createMariadbCloudClient(options);
  const translation = { title: TITLE, parseDetails: parseErrorDetails };
  const call: MariadbCloud['call'] = (run, kindOfStatus = {}) =>
    translateErrors({ ...translation, kindOfStatus }, () => run(http));
  return {
    call,
    readBackups: (service, isEnough) =>
      readList({
        first: 1,
        readPage: (page) => call(() => listBackups(http, service, page), LISTING),
        keyOf: ({ id }) => exactId(id),
        toItem: (wire) => (belongsTo(service, wire) ? mapBackup(wire) : FOREIGN),
        isEnough: (backups) => provesNewestFirst(backups) && isEnough(backups),
      }),
    readSchedules: (service) =>
      readList({
        first: 1,
        readPage: (page) => call(() => listSchedules(http, service, page), LISTING),
        keyOf: ({ id }) => exactId(id),
        toItem: (wire) => (belongsTo(service, wire) ? mapScheduleRow(wire) : FOREIGN),
      }),
    clockOffsetMs: http.clockOffsetMs,
    clock: options.clock,
  };
}

/** A server that ignores the filter must not mix services. A row may leave its service out. */
function belongsTo(service: string, wire: { readonly service_id: string | null }): boolean {
  return wire.service_id === null || wire.service_id === service;
}
