import * as v from 'valibot';
import { clearFlag, count, rows, text, reference } from '../wire-fields.ts';

/**
 * MariaDB Cloud's answers, spelled as the API spells them. Its OpenAPI document marks no property
 * as required, so every field may be absent, `null` or `""`, which all mean "not given"; ids come
 * as numbers or strings; enums are open.
 */
export const WireBackup = v.object({
  id: text,
  service_id: text,
  type: text,
  status: text,
  start_time: text,
  end_time: text,
  point_in_time: text,
  reference_full_backup: reference,
  storage_bytes: count,
  /** The name in the vendor's samples, where the document says `storage_bytes`. */
  backup_size: count,
});
export type WireBackup = v.InferOutput<typeof WireBackup>;

export const WireSchedule = v.object({
  id: text,
  service_id: text,
  schedule: text,
  type: text,
  status: text,
  message: text,
  suspended: clearFlag,
  created_at: text,
  updated_at: text,
});
export type WireSchedule = v.InferOutput<typeof WireSchedule>;

export const WireBackupPage = v.object({
  backups: rows,
  backups_count: count,
  pages_count: count,
});

export const WireSchedulePage = v.object({
  schedules: rows,
  schedules_count: count,
  pages_count: count,
});

export const WireError = v.object({
  trace_id: text,
  errors: v.fallback(
    v.optional(v.array(v.object({ error: text, message: text, reference })), []),
    [],
  ),
});
