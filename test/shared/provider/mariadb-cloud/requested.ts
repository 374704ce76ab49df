import { rememberBackups } from '../../../../shared/domain/backup-request.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { BackupPlan } from '../../../emulator/mariadb-cloud/index.ts';
import { hurry } from '../../http/retry-delays.ts';
import { SERVICE, startCloud } from './cloud.ts';
import { backupRow, hoursAgo } from './rows.ts';

/** A one-time full backup, asked for where an old one was there before; it goes as planned. */
export async function startRequested(plan: Partial<BackupPlan> = {}) {
  const cloud = await startCloud();
  const { emulator, provider, readBackups } = cloud;
  emulator.addBackup(backupRow('old', { start_time: hoursAgo(24) }));
  const known = rememberBackups(itemsOf(await readBackups()));
  emulator.nextBackup(plan);
  const order = { service: SERVICE, type: 'full', known, listedSchedules: [] } as const;
  const request = await provider.requestBackup(order);
  const look = (changes: { handle?: null } = {}) =>
    hurry(provider.lookAt({ ...request, ...changes }));
  /** Looks when this much time has passed since the request. */
  const lookAfter = (milliseconds: number) => {
    emulator.clock.advance(milliseconds);
    return look();
  };
  /** The handle as the emulator knows it. */
  const handle = request.handle ?? '';
  return { ...cloud, handle, look, lookAfter };
}
