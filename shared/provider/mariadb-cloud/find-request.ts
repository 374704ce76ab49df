import type { Backup } from '../../domain/backup.ts';
import {
  type BackupRequest,
  findCandidates,
  isSinceRequest,
  judgeCandidates,
} from '../../domain/backup-request.ts';
import { itemsOf } from '../../domain/evidence.ts';
import { CLOCK_TOLERANCE, parseInstant } from '../../domain/instant.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { ProviderError } from '../errors.ts';
import type { FoundRequest } from '../provider.ts';
import { readableItemsOrReject } from '../read-list.ts';
import { latestStart, toProviderMoment } from '../request-moment.ts';
import { exactId } from '../rounded-id.ts';
import { orNone, settle } from '../settle.ts';
import { getSchedule } from './client.ts';
import type { MariadbCloud } from './connection.ts';
import { weighRequest } from './weigh-request.ts';
import type { WireSchedule } from './wire.ts';

/**
 * The list of backups shows a request that became a backup; its own schedule shows one that has not
 * yet. Both are read at the same time; each counts even if the other cannot be read.
 */
export async function findRequest(
  api: MariadbCloud,
  request: BackupRequest,
): Promise<FoundRequest> {
  const [backups, own] = await Promise.all([
    api.readBackups(request.service, (read) => isReadBeyond(read, request)),
    settle(readOwnSchedule(api, request)),
  ]);
  const known =
    own instanceof ProviderError ? withClock(api, request) : completed(api, request, own);
  const clocks = { now: api.clock.now(), clockOffsetMs: api.clockOffsetMs() };
  const latest = latestStart(known.requestedAt, clocks);
  const seen = judgeCandidates(findCandidates(itemsOf(backups), known, latest));
  if (seen.state === 'succeeded') return { status: seen, request: known };
  // Failure and absence can be concluded only from whole lists.
  readableItemsOrReject(backups, 'backups');
  if (own instanceof ProviderError) throw own;
  return { status: await weighRequest(api, { request: known, seen, own }), request: known };
}

/** The list may end early once it has shown everything that began since the request. */
function isReadBeyond(read: readonly Backup[], { requestedAt }: BackupRequest): boolean {
  const oldest = read.at(-1)?.startedAt ?? null;
  return oldest !== null && !isSinceRequest(oldest + CLOCK_TOLERANCE, requestedAt);
}

/** The one-time schedule of the request; `null` if there is none, or no longer. */
async function readOwnSchedule(
  api: MariadbCloud,
  request: BackupRequest,
): Promise<WireSchedule | null> {
  const handle = request.handle ?? (await findHandle(api, request));
  if (handle === null) return null;
  return orNone(api.call((http) => getSchedule(http, handle)));
}

async function findHandle(api: MariadbCloud, request: BackupRequest): Promise<string | null> {
  const schedules = readableItemsOrReject(await api.readSchedules(request.service), 'schedules');
  const known = withClock(api, request);
  return exactId(schedules.find((schedule) => standsFor(schedule, known))?.id ?? null);
}

function standsFor(
  { id, kind, type, createdAt }: Schedule,
  { type: wanted, before, requestedAt }: BackupRequest,
): boolean {
  if (kind !== 'one-time' || type !== wanted || before.scheduleIds.includes(id)) return false;
  return createdAt === null ? !before.cut : isSinceRequest(createdAt, requestedAt);
}

/** The request, completed from its schedule. */
function completed(
  api: MariadbCloud,
  request: BackupRequest,
  own: WireSchedule | null,
): BackupRequest {
  const createdAt = parseInstant(own?.created_at ?? null);
  const known = withClock(api, { ...request, handle: exactId(own?.id ?? null) ?? request.handle });
  return createdAt === null
    ? known
    : { ...known, requestedAt: { at: createdAt, clock: 'provider' } };
}

function withClock(api: MariadbCloud, request: BackupRequest): BackupRequest {
  return { ...request, requestedAt: toProviderMoment(request.requestedAt, api.clockOffsetMs()) };
}
