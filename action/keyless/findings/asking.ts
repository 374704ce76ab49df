import * as v from 'valibot';
import { ownWords, plainWord, text, textOrNull, title } from '../wire.ts';
import { define, problem } from './define.ts';

/** What could not be read, or was requested and failed. */
export const ABOUT_ASKING = {
  'evidence-unavailable': define('evidence-unavailable', {
    what: v.picklist(['backups', 'schedules', 'everything']),
    problem,
  }),
  'evidence-incomplete': define('evidence-incomplete', {
    what: v.picklist(['backups', 'schedules']),
    itemsRead: v.number(),
    reason: text,
  }),
  'backup-request-failed': define('backup-request-failed', {
    backupId: v.exactOptional(text),
    requested: v.boolean(),
    type: plainWord,
    problem,
  }),
  'wait-timed-out': define('wait-timed-out', {
    awaited: v.picklist(['requested', 'in-progress']),
    waitedMs: v.number(),
    lastSeen: text,
  }),
  unsupported: define('unsupported', {
    provider: title,
    option: v.picklist([
      'all-services',
      'schedule-times',
      'active-schedule',
      'no-active-schedule',
      'no-schedule',
      'backup',
      'min-size',
      'max-size-drop',
      'wait-for-running',
    ]),
    needs: v.picklist([
      'dueTimes',
      'sizes',
      'ensureCron',
      'enableSchedule',
      'suspendSchedule',
      'deleteSchedule',
      'requestBackup',
      'wait',
      'wholeOrganisation',
      'wholeWorkspace',
    ]),
  }),
  'invalid-input': define('invalid-input', {
    input: plainWord,
    value: textOrNull,
    message: ownWords,
  }),
};
