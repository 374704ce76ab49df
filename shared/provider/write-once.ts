import type { Clock } from '../clock.ts';
import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';
import { ProviderError } from './errors.ts';
import { settle } from './settle.ts';

/** What a look shows of a write; `differs` says what is shown instead, as the end of a sentence. */
export type Seen<Written> =
  | { readonly state: 'done'; readonly written: Written }
  | { readonly state: 'differs'; readonly words: string };

export interface Write<Written> {
  /** The provider's name, as it starts a sentence. */
  readonly title: string;
  /** Sends the request. On rejection its fate may be unknown. */
  readonly send: () => Promise<void>;
  /** Reads back what became of it. */
  readonly look: () => Promise<Seen<Written>>;
  readonly clock: Clock;
  /** No wait goes beyond this moment. */
  readonly deadline: Instant;
}

const MAX_SENDS = 2;

/** A slow provider may take a minute to show what it did. */
const PAUSES = [2 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];

/** If a provider asks for a longer pause, do not wait for it. */
const MAX_PAUSE = MINUTE;
const DEFAULT_PAUSE = 5 * SECOND;

/**
 * Writes at most once, and reports success only after reading it back: an answer proves nothing. If
 * the fate of a send is unknown, looks for over a minute and sends again only if nothing shows up;
 * never after a success status. Rejects with `ProviderError`.
 */
export async function writeOnce<Written>(write: Write<Written>): Promise<Written> {
  let earlier: ProviderError | null = null;
  for (let sends = 1; ; sends += 1) {
    const sent = await settle(write.send());
    if (sent instanceof ProviderError && sent.fate === 'unsent') {
      throw earlier?.fate === 'unknown' ? notRepeated(earlier, sent) : (earlier ?? sent);
    }
    earlier = sent ?? null;
    if (sent instanceof ProviderError && sent.fate === 'not-taken') {
      const written = await orAlreadyThere(sent, write);
      if (written !== null) return written.written;
      if (sends === MAX_SENDS) throw sent;
      await pauseBeforeRepeat(sent, write);
      continue;
    }
    const lost = sent instanceof ProviderError && sent.fate === 'unknown' ? sent : null;
    const search = await searchFor(write, lost === null);
    if (search.seen?.state === 'done') return search.seen.written;
    if (lost === null) throw notShown(write, search, sent ?? null);
    if (search.trouble || search.isCutShort) throw notRepeated(lost, search.trouble);
    if (sends === MAX_SENDS || (lost.retryAfterMs ?? 0) > MAX_PAUSE) throw lost;
  }
}

/** A 404 on a deletion may mean that it is already gone. */
async function orAlreadyThere<Written>(
  { problem }: ProviderError,
  { look }: Write<Written>,
): Promise<{ readonly written: Written } | null> {
  if (problem.kind !== 'not-found') return null;
  const looked = await settle(look());
  return !(looked instanceof ProviderError) && looked.state === 'done' ? looked : null;
}

/** Throws the refusal if it lasts, or if its pause is too long to wait for. */
async function pauseBeforeRepeat(
  refusal: ProviderError,
  { clock, deadline }: Write<unknown>,
): Promise<void> {
  const pauseMs = refusal.retryAfterMs ?? DEFAULT_PAUSE;
  const isTooLong = pauseMs > MAX_PAUSE || clock.now() + pauseMs > deadline;
  if (refusal.problem.kind !== 'unavailable' || isTooLong) throw refusal;
  await clock.sleep(pauseMs);
}

interface Search<Written> {
  /** The last thing seen; `null` if nothing could be read. */
  readonly seen: Seen<Written> | null;
  /** Why the last look failed. */
  readonly trouble: ProviderError | null;
  /** The deadline came before all looks. */
  readonly isCutShort: boolean;
}

async function searchFor<Written>(
  { look, clock, deadline }: Write<Written>,
  isAnswered: boolean,
): Promise<Search<Written>> {
  let seen: Seen<Written> | null = null;
  let trouble: ProviderError | null = null;
  // After a success status the list may show it at once.
  for (const pauseMs of isAnswered ? [0, ...PAUSES] : PAUSES) {
    const left = deadline - clock.now();
    if (pauseMs > 0) await clock.sleep(Math.max(0, Math.min(pauseMs, left)));
    const looked = await settle(look());
    trouble = looked instanceof ProviderError ? looked : null;
    if (!(looked instanceof ProviderError)) seen = looked;
    if (seen?.state === 'done') break;
    if (left < pauseMs) return { seen, trouble, isCutShort: true };
  }
  return { seen, trouble, isCutShort: false };
}

/** The write was accepted, but the list does not show it. */
function notShown<Written>(
  { title }: Write<Written>,
  { seen, trouble }: Search<Written>,
  unreadable: ProviderError | null,
): ProviderError {
  const answer = unreadable?.message ?? `${title} accepted the request`;
  const shown = seen?.state === 'differs' && !trouble ? seen.words : null;
  const message = shown
    ? `${answer}, but ${shown}`
    : `${answer}, but the result could not be read back (${trouble?.message ?? 'no time was left'})`;
  const traceId = unreadable?.problem.traceId ?? trouble?.problem.traceId ?? null;
  const kind = shown ? 'refused' : 'unavailable';
  return new ProviderError({ kind, message, traceId }, { fate: 'taken' });
}

/** The last look failed or there was no time for it, so the current state is unknown. */
function notRepeated(lost: ProviderError, trouble: ProviderError | null): ProviderError {
  const why = trouble?.message ?? 'the timeout was reached';
  const message = `${lost.message}; the request may have arrived, so it was not repeated (${why})`;
  const retryAfterMs = trouble?.retryAfterMs ?? null;
  return new ProviderError({ ...lost.problem, message }, { fate: lost.fate, retryAfterMs });
}
