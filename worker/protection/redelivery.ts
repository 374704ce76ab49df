import * as v from 'valibot';
import { DAY, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import type { AppClient } from '../github/app-client.ts';

/** GitHub never sends again by itself, and not at all what is older. */
const MAX_AGE = 3 * DAY;

/** A delivery may be under way, or be listed late. */
const MARGIN = 15 * MINUTE;
const MIN_AGE = MINUTE;

/** An invocation may send 50 requests, and the object has others to send. */
const MAX_PAGES = 10;
const MAX_ASKED = 15;
const PAGE = 100;

const Deliveries = v.array(
  v.object({
    id: v.string(),
    /** The same for all tries of one event. */
    guid: v.string(),
    delivered_at: v.string(),
    redelivery: v.boolean(),
    status_code: v.number(),
  }),
);
type Delivery = v.InferOutput<typeof Deliveries>[number];

/** What is remembered from one search to the next. */
export const Search = v.object({
  version: v.literal(1),
  /** When it was last searched to the end; milliseconds since 1970, UTC. */
  wholeAt: v.number(),
  at: v.number(),
  /** Until when GitHub is not to be asked. */
  pausedUntil: v.optional(v.number(), 0),
  /** What was asked for lately, in case that GitHub lists it late. */
  asked: v.array(v.string()),
});
export type Search = Readonly<v.InferOutput<typeof Search>>;

/** The cron comes every 15 minutes, and not to the second. */
const SEARCH_EVERY = 55 * MINUTE;

/** Once an hour, and where GitHub limited the last search as soon as that is over. */
export function isSearchDue({ at, pausedUntil }: Search, now: Instant): boolean {
  return now >= (pausedUntil > at ? pausedUntil : at + SEARCH_EVERY);
}

export const NEVER_SEARCHED: Search = {
  version: 1,
  wholeAt: 0,
  at: 0,
  pausedUntil: 0,
  asked: [],
};

/**
 * Asks once more for each event that did not arrive. GitHub's own list says what was asked for
 * before: a further try has the same guid. So a crash in between loses nothing.
 */
export async function askForFailed(
  client: AppClient,
  before: Search,
  now: Instant,
): Promise<Search> {
  const since = Math.max(now - MAX_AGE, before.wholeAt - MARGIN);
  const { deliveries, isWhole, pausedUntil: listedUntil } = await listSince(client, since);
  const failed = findFailed(deliveries, now).filter(({ guid }) => !before.asked.includes(guid));
  const asked: string[] = [];
  let pausedUntil = listedUntil;
  for (const { id, guid } of failed.slice(0, MAX_ASKED)) {
    if (pausedUntil > now) break;
    const answer = await client.askAsApp('POST', `/app/hook/deliveries/${id}/attempts`);
    // What GitHub refuses it would refuse again.
    if (answer.kind === 'done' || answer.kind === 'refused') asked.push(guid);
    else console.warn({ event: 'redelivery-failed', reason: answer.reason });
    if (answer.kind === 'limited') pausedUntil = answer.until;
  }
  if (asked.length > 0) console.log({ event: 'redelivery-asked', count: asked.length });
  const isDone = isWhole && asked.length === failed.length;
  return {
    version: 1,
    at: now,
    wholeAt: isDone ? now : before.wholeAt,
    pausedUntil,
    asked: [...before.asked, ...asked].slice(-PAGE),
  };
}

interface Listed {
  readonly deliveries: readonly Delivery[];
  readonly isWhole: boolean;
  readonly pausedUntil: Instant;
}

async function listSince(client: AppClient, since: Instant): Promise<Listed> {
  const deliveries: Delivery[] = [];
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/app/hook/deliveries?per_page=${PAGE}${from}`;
    const answer = await client.askAsApp('GET', path);
    const rows = answer.kind === 'done' ? parseDeliveries(answer.text) : null;
    if (rows === null || answer.kind !== 'done') {
      const reason = answer.kind === 'done' ? 'the list cannot be read' : answer.reason;
      console.warn({ event: 'redelivery-failed', reason });
      const pausedUntil = answer.kind === 'limited' ? answer.until : 0;
      return { deliveries, isWhole: false, pausedUntil };
    }
    // A time that cannot be read ends no search.
    const young = rows.filter((row) => !(Date.parse(row.delivered_at) < since));
    deliveries.push(...young);
    if (young.length < rows.length || answer.next === null) {
      return { deliveries, isWhole: true, pausedUntil: 0 };
    }
    cursor = answer.next;
  }
  return { deliveries, isWhole: false, pausedUntil: 0 };
}

/** Ids may be longer than a number can hold. */
function parseDeliveries(text: string): readonly Delivery[] | null {
  const parsed = v.safeParse(Deliveries, parseJson(text.replace(/"id":\s*(\d+)/g, '"id":"$1"')));
  return parsed.success ? parsed.output : null;
}

/** Oldest first: those that never arrived, and were not asked for again. */
function findFailed(deliveries: readonly Delivery[], now: Instant): readonly Delivery[] {
  const events = [...Map.groupBy(deliveries, ({ guid }) => guid).values()];
  return events
    .filter((tries) => tries.every((one) => !hasArrived(one) && !one.redelivery))
    .flatMap(([last]) => last ?? [])
    .filter(({ delivered_at }) => Date.parse(delivered_at) <= now - MIN_AGE)
    .toReversed();
}

function hasArrived({ status_code: status }: Delivery): boolean {
  return status >= 200 && status < 300;
}
