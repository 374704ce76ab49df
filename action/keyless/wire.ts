import * as v from 'valibot';
import type { Backup } from '../../shared/domain/backup.ts';
import { BACKUP_STATUSES } from '../../shared/domain/backup.ts';
import { readShownCron } from '../../shared/domain/cron.ts';
import type { Schedule } from '../../shared/domain/schedule.ts';

/*
 * The domain's own values as they come over the wire. The Worker is believed what it found, and
 * nothing else: what reports show without quotes has to be as harmless as our own words.
 */

/** Shown only in quotes. */
export const text = v.string();
export const textOrNull = v.nullable(text);
export const numberOrNull = v.nullable(v.number());
export const texts = v.array(text);

/** In milliseconds since 1970; no provider writes a year of five digits. */
export const instant = v.pipe(v.number(), v.minValue(0), v.maxValue(Date.UTC(9999, 11, 31)));
export const instantOrNull = v.nullable(instant);

/** The id of a service, which machines read as it is. */
export const visible = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,100}$/));

/** A type of backup, or another word of ours. */
export const plainWord = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/));

/** The name of a provider. */
export const title = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9 -]{0,39}$/));

/** A few words of ours: no markup, and no link. */
export const ownWords = v.pipe(
  v.string(),
  v.regex(/^[\w .,;:'"()%/*+-]{1,300}$/),
  v.check((words) => !/www\.|:\/\//i.test(words)),
);

/** As the domain spells it. Another text would be shown as ours, and never come due. */
export const cronText = v.pipe(
  v.string(),
  v.check((written) => readShownCron(written)?.text === written),
);

export const cron = v.object({ text: cronText });

const backupFields = {
  id: textOrNull,
  type: textOrNull,
  status: v.picklist(BACKUP_STATUSES),
  statusText: text,
  startedAt: instantOrNull,
  endedAt: instantOrNull,
  recoveryPoint: instantOrNull,
  sizeBytes: numberOrNull,
  sizeText: textOrNull,
  timeText: v.exactOptional(text),
  fullBackupId: textOrNull,
  detail: textOrNull,
  failedRows: numberOrNull,
  succeededRows: numberOrNull,
};

export const backup = v.object(backupFields) satisfies v.GenericSchema<unknown, Backup>;

export const usableBackup = v.object({ ...backupFields, recoveryPoint: instant });

export const schedule = v.object({
  id: text,
  type: textOrNull,
  kind: v.picklist(['recurring', 'one-time', 'unrecognised']),
  cron: v.nullable(cron),
  cronText: v.exactOptional(text),
  suspended: v.boolean(),
  createdAt: instantOrNull,
  updatedAt: instantOrNull,
  changedNow: v.exactOptional(v.literal(true)),
  trouble: textOrNull,
}) satisfies v.GenericSchema<unknown, Schedule>;
