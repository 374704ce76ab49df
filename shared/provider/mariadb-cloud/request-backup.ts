import type { BackupRequest } from '../../domain/backup-request.ts';
import type { BackupRequestPort } from '../provider.ts';
import { momentOfSending } from '../request-moment.ts';
import { exactId } from '../rounded-id.ts';
import { createSchedule } from './client.ts';
import type { MariadbCloud } from './connection.ts';
import { findRequest } from './find-request.ts';
import { readSchedule } from './read-schedule.ts';

/** A one-time backup is a schedule `once`. The API never says which backup it became. */
export function createRequestPort(api: MariadbCloud): BackupRequestPort {
  return {
    oneAtATime: false,
    listedAsSchedules: true,
    send: (request) => send(api, request),
    find: (request) => findRequest(api, request),
  };
}

async function send(api: MariadbCloud, request: BackupRequest): Promise<BackupRequest> {
  const { service, type } = request;
  const sentAt = api.clock.now();
  const body = { service_id: service, backup_type: type, schedule: 'once' };
  const answer = readSchedule(await api.call((http) => createSchedule(http, body)));
  const requestedAt =
    answer.createdAt === null
      ? momentOfSending(sentAt, api.clockOffsetMs())
      : ({ at: answer.createdAt, clock: 'provider' } as const);
  return { ...request, handle: exactId(answer.id), requestedAt };
}
