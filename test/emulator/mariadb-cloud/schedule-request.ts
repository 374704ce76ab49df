import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest } from '../server/refusal.ts';
import { isCron } from './cron-text.ts';
import { checkFields, isObject, readJsonObject, requireFields } from './json-body.ts';
import type { BodyRules, JsonObject } from './json-body.ts';

const backupTypes: readonly unknown[] = ['full', 'incremental', 'binarylog', 'dump', 'snapshot'];

export interface ScheduleRequest {
  readonly serviceId: string;
  readonly backupType: string;
  /** `once` or a cron text. */
  readonly schedule: string;
}

const createRules: BodyRules = {
  backup_type: backupType,
  schedule: scheduleText,
  service_id: text,
  external_storage: (value, name) => checkNested(value, { name, needs: 'bucket', rules: storage }),
};

const storage: BodyRules = {
  bucket: (value, name) => checkNested(value, { name, needs: 'path', rules: bucket }),
};

const bucket: BodyRules = { path: text, credentials };

const patchRules: BodyRules = {
  backup_type: backupType,
  schedule: scheduleText,
  suspended: (value, name) => {
    if (typeof value !== 'boolean') throw badRequest(`${name} must be a boolean`);
  },
};

export function readScheduleRequest(request: ReceivedRequest): ScheduleRequest {
  const body = readJsonObject(request);
  requireFields(body, ['backup_type', 'schedule', 'service_id']);
  checkFields(body, createRules);
  return {
    serviceId: String(body['service_id']),
    backupType: String(body['backup_type']),
    schedule: String(body['schedule']),
  };
}

/** Any of `backup_type`, `schedule` and `suspended`, each of the right type. */
export function readSchedulePatch(request: ReceivedRequest): JsonObject {
  const body = readJsonObject(request);
  checkFields(body, patchRules);
  return body;
}

function backupType(value: unknown, name: string): void {
  if (!backupTypes.includes(value))
    throw badRequest(`${name} must be one of ${backupTypes.join(', ')}`);
}

function scheduleText(value: unknown, name: string): void {
  const fits = typeof value === 'string' && (value === 'once' || isCron(value));
  if (!fits) throw badRequest(`${name} must be once or a cron text of five fields`);
}

function text(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '')
    throw badRequest(`${name} must be a string that is not empty`);
}

/** The document says a list of integers, its prose sends base64 text: both are taken. */
function credentials(value: unknown, name: string): void {
  const fits = typeof value === 'string' || (Array.isArray(value) && value.every(Number.isInteger));
  if (!fits) throw badRequest(`${name} must be base64 text or a list of integers`);
}

interface Nested {
  name: string;
  needs: string;
  rules: BodyRules;
}

function checkNested(value: unknown, nested: Nested): void {
  if (!isObject(value)) throw badRequest(`${nested.name} must be an object`);
  requireFields(value, [nested.needs], `${nested.name}.`);
  checkFields(value, nested.rules, `${nested.name}.`);
}
