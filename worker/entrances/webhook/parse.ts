import * as v from 'valibot';
import { BACKUP_TYPES, type BackupType } from '../../../shared/domain/backup.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseJson } from '../../../shared/http/json.ts';

/** What a webhook requests. The reason is free text. */
export interface WebhookOrder {
  readonly service: string;
  readonly type: BackupType | null;
  readonly reason: string | null;
}

const MAX_REASON = 500;

const EXPECTED = `The body must be {"service": "…"}, with optional "type" (${BACKUP_TYPES.join(', ')}) and "reason" (at most ${MAX_REASON} characters), and nothing else.`;

const Order = v.strictObject({
  service: v.string(),
  type: v.optional(v.picklist(BACKUP_TYPES)),
  reason: v.optional(v.pipe(v.string(), v.maxLength(MAX_REASON))),
});

/** Parses a verified body strictly: an unknown key may have been meant to do something. */
export function parseWebhookOrder(body: string): Result<WebhookOrder, string> {
  const json = parseJson(body);
  if (json === undefined) return err('The body is not JSON.');
  const parsed = v.safeParse(Order, json);
  if (!parsed.success) return err(EXPECTED);
  const { service, type = null, reason = null } = parsed.output;
  return ok({ service, type, reason });
}
