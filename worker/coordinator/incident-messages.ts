import { DAY, type Instant } from '../../shared/domain/instant.ts';
import type { IncidentMessages } from '../notify/slack/incident-message.ts';

/** As long as the changes of an incident are kept. */
const KEEP = 90 * DAY;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS incident_messages (
    incident TEXT NOT NULL, place TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL,
    saved_at INTEGER NOT NULL, PRIMARY KEY (incident, place)
  );
`;

/** The messages about incidents in Slack, in the coordinator's database. */
export function openIncidentMessages(sql: SqlStorage, now: Instant): IncidentMessages {
  return {
    find(incident, place) {
      sql.exec(SCHEMA);
      const query = 'SELECT channel, ts FROM incident_messages WHERE incident = ? AND place = ?';
      const [row] = sql.exec<{ channel: string; ts: string }>(query, incident, place).toArray();
      return row ?? null;
    },
    save(incident, place, { channel, ts }) {
      sql.exec(SCHEMA);
      sql.exec('DELETE FROM incident_messages WHERE saved_at <= ?', now - KEEP);
      const query = 'INSERT OR REPLACE INTO incident_messages VALUES (?, ?, ?, ?, ?)';
      sql.exec(query, incident, place, channel, ts, now);
    },
  };
}
