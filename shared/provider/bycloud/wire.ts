import * as v from 'valibot';
import { count, flag, lenient, rows, reference, text } from '../wire-fields.ts';

/** ByCloud's answers, spelled as its documents spell them. */
export const WireBackup = v.object({
  id: text,
  status: text,
  instance_id: text,
  parent_id: reference,
  /** Its unit is not given. */
  size: text,
  created_at: text,
});
export type WireBackup = v.InferOutput<typeof WireBackup>;

const meta = lenient(v.object({ total: count, marker: text, has_more: flag }));
export type WireMeta = v.InferOutput<typeof meta>;

export const WireBackupPage = v.object({ database_backups: rows, meta });

export const WireInstance = v.object({
  id: text,
  name: text,
  status: text,
  datastore: lenient(v.object({ type: text, version: text })),
});
export type WireInstance = v.InferOutput<typeof WireInstance>;

export const WireInstancePage = v.object({ database_instances: rows, meta });

export const WireBackupAnswer = v.object({ database_backup: WireBackup });

export const WireError = v.object({
  error: v.object({ message: text, details: text, request_id: text }),
});
