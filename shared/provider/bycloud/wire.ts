import * as v from 'valibot';
import { flag, lenient, rows, text } from '../wire-fields.ts';

/** ByCloud's answers, spelled as its documents spell them. */
export const WireBackup = v.object({
  id: text,
  status: text,
  instance_id: text,
  parent_id: text,
  /** Its unit is not given. */
  size: text,
  created_at: text,
});
export type WireBackup = v.InferOutput<typeof WireBackup>;

export const WireBackupPage = v.object({
  database_backups: rows,
  meta: lenient(v.object({ marker: text, has_more: flag })),
});

export const WireBackupAnswer = v.object({ database_backup: WireBackup });

export const WireError = v.object({
  error: v.object({ message: text, details: text, request_id: text }),
});
