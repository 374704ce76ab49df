import type { BackupRequest } from '../../../../shared/domain/backup-request.ts';
import type { BackupPlan } from '../../../emulator/mariadb-cloud/index.ts';
import { hurry } from '../../http/retry-delays.ts';
import { startCloud } from './cloud.ts';
import { backupRow, hoursAgo } from './rows.ts';

/** A one-time full backup, asked for where an old one was there before; it goes as planned. */
export async function startRequested(plan: Partial<BackupPlan> = {}) {
  const cloud = await startCloud();
  const { emulator, requests, newRequest } = cloud;
  emulator.addBackup(backupRow('old', { start_time: hoursAgo(24) }));
  emulator.nextBackup(plan);
  const request = await requests.send(newRequest());
  const find = (changes: Partial<BackupRequest> = {}) =>
    hurry(requests.find({ ...request, ...changes }));
  const look = async (changes: Partial<BackupRequest> = {}) => (await find(changes)).status;
  /** Looks when this much time has passed since the last look, or the request. */
  const lookAfter = (milliseconds: number) => {
    emulator.clock.advance(milliseconds);
    return look();
  };
  /** The handle as the emulator knows it. */
  const handle = request.handle ?? '';
  return { ...cloud, request, handle, find, look, lookAfter };
}
