import { DurableObject } from 'cloudflare:workers';
import { MINUTE } from '../../../shared/domain/instant.ts';
import type { TokenUse } from './token-use.ts';

/** There is one object: a token must not work once for each service. */
export const USED_TOKENS_NAME = 'used-tokens';

/**
 * An expired token is accepted for half a minute longer, because clocks differ, and the issuer and
 * this object may take their time before it gets here.
 */
const KEPT_AFTER_EXPIRY = 5 * MINUTE;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS used (
    id TEXT PRIMARY KEY, use_id TEXT NOT NULL, forget_at INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** Remembers the tokens that work once, for as long as they could be used again. */
export class UsedTokens extends DurableObject<Env> {
  /** Whether the token was used, and may not be used for anything more. */
  has(id: string): boolean {
    const { sql } = this.ctx.storage;
    sql.exec(SCHEMA);
    return sql.exec('SELECT 1 FROM used WHERE id = ?', id).toArray().length > 0;
  }

  /** Whether this is the token's first use. Durable before the answer is sent. */
  use({ id, expiresAt, useId }: TokenUse): boolean {
    const { sql } = this.ctx.storage;
    sql.exec(SCHEMA);
    sql.exec('DELETE FROM used WHERE forget_at <= ?', Date.now());
    const query = 'INSERT OR IGNORE INTO used (id, use_id, forget_at) VALUES (?, ?, ?)';
    sql.exec(query, id, useId, expiresAt + KEPT_AFTER_EXPIRY);
    const [row] = sql
      .exec<{ use_id: string }>('SELECT use_id FROM used WHERE id = ?', id)
      .toArray();
    return row?.use_id === useId;
  }
}
