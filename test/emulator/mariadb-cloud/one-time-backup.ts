import { randomBytes } from 'node:crypto';
import type { Row } from '../server/rows.ts';
import type { BackupPlan } from './backup-plan.ts';
import { rfc3339, spaced } from './wire-time.ts';

/** A requested backup. What it looks like is worked out from the clock whenever it is read. */
export interface OneTimeBackup {
  readonly id: string;
  readonly serviceId: string;
  type: string;
  /** Epoch milliseconds, UTC. */
  readonly requestedAt: number;
  readonly plan: BackupPlan;
}

/** In the documented sample the data is this much older than the start of the backup. */
const pointInTimeLagMs = 36_000;

export function startOf(backup: OneTimeBackup): number {
  return backup.requestedAt + backup.plan.queuedMs;
}

function endOf(backup: OneTimeBackup): number {
  return startOf(backup) + backup.plan.runningMs;
}

export function isQueued(backup: OneTimeBackup, now: number): boolean {
  return now < startOf(backup);
}

/** Whether the lists show yet that it was requested. */
export function isHidden({ requestedAt, plan }: OneTimeBackup, now: number): boolean {
  return now < requestedAt + plan.hiddenMs;
}

/** What the schedule that asked for the backup says of it. */
export function progressOf(
  backup: OneTimeBackup,
  now: number,
): { status: string; message: string } {
  if (isQueued(backup, now)) return { status: 'Scheduled', message: 'Backup is scheduled.' };
  if (now < endOf(backup)) return { status: 'Running', message: 'Backup is running.' };
  return { status: backup.plan.outcome, message: backup.plan.message };
}

/** The backup as listed; undefined while it is queued, or where the plan never lists it. */
export function listedRow(backup: OneTimeBackup, now: number): Row | undefined {
  if (backup.plan.neverListed || isQueued(backup, now) || isHidden(backup, now)) return undefined;
  const begun = {
    id: backup.id,
    service_id: backup.serviceId,
    service_name: serviceName(backup.serviceId),
    type: backup.type,
    method: 'skybucket',
    server_pod: serverPod(backup.serviceId),
    status: progressOf(backup, now).status,
    start_time: rfc3339(startOf(backup)),
    reference_full_backup: '',
  };
  return now < endOf(backup) ? begun : { ...begun, ...finishedFields(backup) };
}

function finishedFields(backup: OneTimeBackup): Row {
  const { bytes } = backup.plan;
  return {
    end_time: rfc3339(endOf(backup)),
    point_in_time: spaced(startOf(backup) - pointInTimeLagMs),
    ...(bytes === null ? {} : { storage_bytes: bytes }),
  };
}

/** `<32 hex>:<service id>:<pod name>`, as in the documented sample. */
export function newBackupId(serviceId: string): string {
  return `${randomBytes(16).toString('hex')}:${serviceId}:${serverPod(serviceId)}`;
}

function serverPod(serviceId: string): string {
  return `${serviceId}-mdb-ms-0`;
}

export function serviceName(serviceId: string): string {
  return `test-${serviceId}`;
}
