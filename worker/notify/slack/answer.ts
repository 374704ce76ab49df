import { parseJson } from '../../../shared/http/json.ts';
import type { DeliveryResult } from '../channel.ts';
import type { Posted } from '../post.ts';
import { type Reception, receptionOf } from '../reception.ts';

/** Slack's errors that pass by themselves. All others are permanent. */
const PASSING_WORDS = [
  'ratelimited',
  'rate_limited',
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'external_channel_migrating',
];

const NEW_TOKEN = 'SLACK_BOT_TOKEN has to be renewed';

/** Remedies for the errors that people meet. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', 'the app does not see this channel'],
  ['not_in_channel', 'invite the app to the channel'],
  ['is_archived', 'the channel is archived'],
  ['channel_is_archived', 'the channel is archived'],
  ['invalid_auth', NEW_TOKEN],
  ['not_authed', NEW_TOKEN],
  ['token_revoked', NEW_TOKEN],
  ['token_expired', NEW_TOKEN],
  ['account_inactive', NEW_TOKEN],
  ['missing_scope', 'the app needs the scope chat:write'],
  ['expired_url', "a command's own URL lives for 30 minutes"],
  ['used_url', "a command's own URL takes five messages"],
]);

/** Reads the answer of `chat.postMessage` or of a response URL. */
export function readSlackAnswer(posted: Posted): DeliveryResult {
  if (posted.kind === 'lost') {
    const reason = `Slack could not be reached: ${posted.reason}`;
    return { kind: 'passing', reason, retryAfterMs: null };
  }
  const { status, retryAfterMs, text } = posted;
  const answer = parseAnswer(text);
  const why = explain(answer, status);
  switch (judgeAnswer(answer, status)) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'permanent':
      return { kind: 'undeliverable', reason: `Slack refused it: ${why}` };
    case 'passing':
      return { kind: 'passing', reason: `Slack did not take it: ${why}`, retryAfterMs };
  }
}

interface SlackAnswer {
  readonly ok: boolean;
  /** Slack's error word; `null` if there is none. */
  readonly word: string | null;
}

/** Responses that are not Slack's give `ok: false` and `word: null`. */
function parseAnswer(text: string): SlackAnswer {
  const bare = text.trim();
  // A response URL may answer with the bare word `ok`.
  if (bare === 'ok') return { ok: true, word: null };
  if (WORD.test(bare)) return { ok: false, word: cleanWord(bare) };
  const answer = parseJson(text);
  if (typeof answer !== 'object' || answer === null) return { ok: false, word: null };
  const ok = 'ok' in answer && answer.ok === true;
  return { ok, word: !ok && 'error' in answer ? cleanWord(answer.error) : null };
}

function judgeAnswer({ ok, word }: SlackAnswer, status: number): Reception {
  const byStatus = receptionOf(status);
  if (byStatus === 'passing') return 'passing';
  if (word !== null) return PASSING_WORDS.includes(word) ? 'passing' : 'permanent';
  return byStatus === 'delivered' && !ok ? 'passing' : byStatus;
}

const WORD = /^[a-z]+(?:_[a-z]+)*$/;

/** The word is shown, so it must look like one. */
function cleanWord(word: unknown): string {
  return typeof word === 'string' && word.length <= 60 && WORD.test(word)
    ? word
    : 'no reason given';
}

function explain({ word }: SlackAnswer, status: number): string {
  if (word === null) {
    return receptionOf(status) === 'delivered' ? 'its answer could not be read' : `HTTP ${status}`;
  }
  const remedy = REMEDIES.get(word);
  return remedy === undefined ? word : `${word} (${remedy})`;
}
