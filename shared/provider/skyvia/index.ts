import { err, ok } from '../../domain/result.ts';
import { cannot } from '../cannot.ts';
import type { ProviderEntry } from '../provider.ts';
import { connect, TITLE } from './api.ts';
import { enableSchedule } from './enable-schedule.ts';
import { readBackups, readSchedules } from './read.ts';
import { SNAPSHOT } from './map.ts';
import { findRequest, lookAt, requestBackup } from './request-backup.ts';

/** `workspace/backup`, both 32-bit integers; `active` and the like must never get into a path. */
const SERVICE = /^(?:0|[1-9]\d{0,9})\/(?:0|[1-9]\d{0,9})$/;

const LARGEST_ID = 2 ** 31 - 1;

export const skyvia: ProviderEntry = {
  title: TITLE,
  baseUrl: 'https://api.skyvia.com',
  capabilities: {
    dueTimes: false,
    sizes: false,
    ensureCron: false,
    enableSchedule: true,
    requestBackup: true,
    wait: true,
    wholeOrganisation: false,
  },
  onlyType: SNAPSHOT,
  parseService: (text) =>
    SERVICE.test(text) && text.split('/').every((id) => Number(id) <= LARGEST_ID)
      ? ok(text)
      : err('workspace/backup, two integers such as 12/345'),
  create(options) {
    const api = connect(options);
    return {
      title: TITLE,
      readBackups: (service, isEnough) => readBackups(api, service, isEnough),
      readSchedules: (service) => readSchedules(api, service),
      readOrganisation: () => cannot(TITLE, 'give all backups and schedules together'),
      createSchedule: () => cannot(TITLE, 'set when backups run'),
      changeSchedule: (service, change) => enableSchedule(api, service, change),
      requestBackup: (order) => requestBackup(api, order),
      findRequest: (order) => findRequest(api, order),
      lookAt: (request) => lookAt(api, request),
    };
  },
};
