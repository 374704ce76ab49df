import * as v from 'valibot';
import { parseDuration } from '../../shared/domain/duration.ts';
import { DAY, MINUTE } from '../../shared/domain/instant.ts';
import { err, type Result } from '../../shared/domain/result.ts';
import { parseTargetUrl } from '../../shared/http/safe-url.ts';
import { section, text } from '../config/fields.ts';

/** The cron trigger in the Wrangler file comes this often, so nothing is looked at more often. */
const MIN_EVERY = 15 * MINUTE;
const MAX_EVERY = DAY;

/** How often every service is looked at, and who is told that it was. */
export function watchSchema() {
  return v.pipe(
    section({
      every: v.optional(text(parseEvery), '1h'),
      heartbeat: v.optional(text(parseTargetUrl)),
    }),
    v.transform(({ every, heartbeat = null }) => ({ everyMs: every, heartbeat })),
  );
}

export type WatchConfig = v.InferOutput<ReturnType<typeof watchSchema>>;

function parseEvery(given: string): Result<number, string> {
  const every = parseDuration(given);
  const fits = every.ok && every.value >= MIN_EVERY && every.value <= MAX_EVERY;
  return fits ? every : err('a duration from 15m to 1d, such as 1h');
}
