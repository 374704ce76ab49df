import {
  type BackupRequest,
  findNewBackups,
  judgeNewBackups,
  type RequestSight,
} from '../../domain/backup-request.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { removeUrls } from '../../http/redact.ts';
import type { Problem } from '../../domain/evidence.ts';
import { createOnce } from '../create-once.ts';
import { ProviderError } from '../errors.ts';
import type { BackupOrder, Provider } from '../provider.ts';
import { itemsOrReject } from '../read-list.ts';
import type { MariadbCloud } from './connection.ts';
import { mapStatus } from './map.ts';
import { readSchedule } from './read-schedule.ts';
import type { WireSchedule } from './wire.ts';

/** A one-time backup is a schedule `once`; which backup it becomes, the API never tells. */
export function createBackupRequests(
  api: MariadbCloud,
): Pick<Provider, 'requestBackup' | 'findRequest' | 'lookAt'> {
  return {
    requestBackup: (order) =>
      createOnce({
        send: () => send(api, order),
        find: () => find(api, order),
        clock: api.clock,
      }),
    findRequest: (order) => find(api, order),
    lookAt: (request) => look(api, request),
  };
}

async function send(api: MariadbCloud, order: BackupOrder): Promise<BackupRequest> {
  const { service, type } = order;
  const request = { service_id: service, backup_type: type, schedule: 'once' };
  const { id } = readSchedule(await api.call((client) => client.createSchedule(request)));
  return toRequest(order, id);
}

/** The request shows as a one-time schedule, or already as a backup that was not there before. */
async function find(api: MariadbCloud, order: BackupOrder): Promise<BackupRequest | null> {
  const known = new Set(order.listedSchedules.map(({ id }) => id));
  const request = toRequest(order, null);
  const [schedules, backups] = await Promise.all([
    api.readSchedules(order.service),
    readNewest(api, request),
  ]);
  const created = itemsOrReject(schedules, 'schedules').find(
    (schedule) => !known.has(schedule.id) && mayBeRequest(schedule, order),
  );
  if (created) return toRequest(order, created.id);
  return backups.length > 0 ? request : null;
}

/** A vendor's sample shows a one-time snapshot as `schedule: "snapshot", type: "full"`. */
function mayBeRequest({ kind, type }: Schedule, order: BackupOrder): boolean {
  return kind === 'one-time' && (type === order.type || order.type === 'snapshot');
}

function toRequest({ service, type, known }: BackupOrder, handle: string | null): BackupRequest {
  return { service, type, handle, known };
}

async function readNewest(api: MariadbCloud, request: BackupRequest) {
  const reading = await api.readBackups(request.service, () => true);
  return findNewBackups(itemsOrReject(reading, 'backups'), request);
}

/** The schedule tells of a request that never became a backup; the list tells everything else. */
async function look(api: MariadbCloud, request: BackupRequest): Promise<RequestSight> {
  const [schedule, backups] = await Promise.all([
    readRequestSchedule(api, request.handle),
    readNewest(api, request),
  ]);
  const sight = judgeNewBackups(backups);
  if (schedule === null || sight.state === 'running' || sight.state === 'succeeded') return sight;
  const status = mapStatus(schedule.status);
  if (status === 'failed' || status === 'canceled') {
    const reason = removeUrls(schedule.message ?? schedule.status ?? '');
    return { state: 'failed', backup: sight.state === 'failed' ? sight.backup : null, reason };
  }
  if (sight.state === 'failed') return sight;
  return { state: 'waiting', lastSeen: removeUrls(schedule.status ?? sight.lastSeen) };
}

const GONE: ReadonlySet<Problem['kind']> = new Set(['not-found', 'refused']);

/** A one-time schedule may be gone once it has run, so not finding it means nothing. */
async function readRequestSchedule(
  api: MariadbCloud,
  id: string | null,
): Promise<WireSchedule | null> {
  if (id === null) return null;
  try {
    return await api.call((client) => client.getSchedule(id));
  } catch (error) {
    if (error instanceof ProviderError && GONE.has(error.problem.kind)) return null;
    throw error;
  }
}
