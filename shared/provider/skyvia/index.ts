import { err, ok } from '../../domain/result.ts';
import type { ProviderDefinition } from '../define-provider.ts';
import { connect, type SkyviaApi, TITLE } from './api.ts';
import { enableSchedule } from './client.ts';
import { readBackups, readSchedules } from './read.ts';
import { SNAPSHOT } from './map.ts';
import { findRequest, sendRequest } from './backup-requests.ts';

/**
 * `workspace/backup`, two 32-bit integers. Words like `active` name other resources, so they must
 * not get into a path.
 */
const SERVICE = /^(?:0|[1-9]\d{0,9})\/(?:0|[1-9]\d{0,9})$/;

const MAX_ID = 2 ** 31 - 1;

/** What every shell asks of it; `complete.ts` adds the rest. */
export const skyvia = {
  title: TITLE,
  baseUrl: 'https://api.skyvia.com',
  onlyType: SNAPSHOT,
  parseService: (text) =>
    SERVICE.test(text) && text.split('/').every((id) => Number(id) <= MAX_ID)
      ? ok(text)
      : err('workspace/backup, two integers such as 12/345'),
  shows: { dueTimes: false, sizes: false, wait: true },
  connect,
  readBackups: (api) => (service) => readBackups(api, service),
  // The API can only enable and disable a schedule: any other change would not be read back.
  schedules: (api) => ({
    read: (service) => readSchedules(api, service),
    change: (service) => api.call((http) => enableSchedule(http, service)),
  }),
  requests: (api) => ({
    oneAtATime: true,
    listedAsSchedules: false,
    send: (request) => sendRequest(api, request),
    find: (request) => findRequest(api, request),
  }),
} satisfies ProviderDefinition<SkyviaApi>;
