import { createHttpClient, type HttpCall } from '../../http/http-client.ts';
import type { ProviderOptions } from '../provider.ts';
import { decode } from '../decode.ts';
import {
  WireBackup,
  WireRun,
  WireSchedule,
  WireSnapshotDetails,
  WireSnapshotPage,
} from './wire.ts';

/** The largest page that Skyvia gives. */
const TAKE = 200;

/**
 * The backup endpoints of Skyvia's API that this project needs, one function each. A service is
 * `workspace/backup`. Every function rejects with `HttpError`.
 */
export function createSkyviaClient({ baseUrl, apiKey, clock }: ProviderOptions) {
  const http = createHttpClient({
    baseUrl,
    headers: { Authorization: apiKey },
    secrets: [apiKey],
    clock,
  });
  const call = (method: HttpCall['method'], service: string, path: readonly string[] = []) =>
    http({ method, path: pathOf(service, path) });
  return {
    getBackup: async (service: string) => decode(WireBackup, await call('GET', service)),
    /** Asks for the newest first, because by default the oldest come first. */
    listSnapshots: async (service: string, skip: number) => {
      const query = { sortOrder: 'desc', sortBy: 'startTime', take: TAKE, skip };
      const path = pathOf(service, ['snapshots']);
      return decode(WireSnapshotPage, await http({ method: 'GET', path, query }));
    },
    getSnapshot: async (service: string, id: string) =>
      decode(WireSnapshotDetails, await call('GET', service, ['snapshots', id])),
    /** No answer, `null`, and a run without an id all mean that none is active. */
    getActiveRun: async (service: string) =>
      decode(WireRun, (await call('GET', service, ['snapshots', 'active'])) ?? {}),
    /** Sends no body: the one that an old page shows is not in the API's own document. */
    createSnapshot: async (service: string) =>
      decode(WireRun, await call('POST', service, ['snapshots'])),
    /** `undefined` where the backup has no schedule. */
    getSchedule: async (service: string) => {
      const answer = await call('GET', service, ['schedule']);
      return answer === undefined || answer === null ? undefined : decode(WireSchedule, answer);
    },
    enableSchedule: async (service: string) => {
      await call('POST', service, ['schedule', 'enable']);
    },
    disableSchedule: async (service: string) => {
      await call('POST', service, ['schedule', 'disable']);
    },
  };
}

export type SkyviaClient = ReturnType<typeof createSkyviaClient>;

function pathOf(service: string, path: readonly string[]): readonly string[] {
  const [workspace = '', backup = ''] = service.split('/');
  return ['v1', 'workspaces', workspace, 'backups', backup, ...path];
}
