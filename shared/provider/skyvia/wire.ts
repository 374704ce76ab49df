import * as v from 'valibot';
import { count, flag, lenient, rows, text } from '../wire-fields.ts';

/** Ids become part of paths, where words like `active` name something else. */
const integerId = lenient(
  v.pipe(v.union([v.number(), v.string()]), v.transform(String), v.regex(/^\d{1,10}$/)),
);

/** Skyvia's answers, spelled as its Swagger document spells them. */
export const WireSnapshot = v.object({
  snapshotId: integerId,
  queueTime: text,
  startTime: text,
  endTime: text,
  state: text,
});
export type WireSnapshot = v.InferOutput<typeof WireSnapshot>;

/** Two documents use different names for the result text. */
export const WireSnapshotDetails = v.object({
  ...WireSnapshot.entries,
  result: text,
  log: text,
});
export type WireSnapshotDetails = v.InferOutput<typeof WireSnapshotDetails>;

export const WirePage = v.object({ data: rows, hasMore: flag });
export type WirePage = v.InferOutput<typeof WirePage>;

export const WireWorkspace = v.object({ id: integerId, name: text, isPersonal: flag });
export type WireWorkspace = v.InferOutput<typeof WireWorkspace>;

export const WireBackup = v.object({
  id: integerId,
  name: text,
  created: text,
  modified: text,
  scheduled: flag,
});
export type WireBackup = v.InferOutput<typeof WireBackup>;

export const WireRun = v.object({ runId: text, date: text, state: text });
export type WireRun = v.InferOutput<typeof WireRun>;

export const WireSchedule = v.object({ active: flag });
export type WireSchedule = v.InferOutput<typeof WireSchedule>;

/** A snapshot's `result`, if it is JSON like that of integrations. */
export const WireResult = v.object({ SuccessRows: count, ErrorRows: count, ErrorMessage: text });

export const WireError = v.object({ message: text });
