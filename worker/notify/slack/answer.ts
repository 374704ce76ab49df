import { meaningOfStatus } from '../../../shared/http/status.ts';
import { parseJson } from '../../../shared/http/json.ts';
import type { DeliveryResult } from '../channel.ts';
import type { Posted } from '../post.ts';
import { type Reception, receptionOf } from '../reception.ts';

/** Slack's temporary errors. */
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

/** What nobody can fix: Slack does not accept the message itself, or a command's URL has expired. */
const PERMANENT =
  /^(?:invalid_(?:blocks|blocks_format|arguments|arg_name|array_arg|charset|form_data|post_type|json)|msg_too_long|msg_blocks_too_long|no_text|too_many_attachments|json_not_object|unknown_method|expired_url|used_url)$/;

const NEW_TOKEN = 'renew SLACK_BOT_TOKEN';

/** Remedies for the errors that people meet. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', 'the app cannot see this channel'],
  ['not_in_channel', 'invite the app to the channel'],
  ['is_archived', 'the channel is archived'],
  ['channel_is_archived', 'the channel is archived'],
  ['invalid_auth', NEW_TOKEN],
  ['not_authed', NEW_TOKEN],
  ['token_revoked', NEW_TOKEN],
  ['token_expired', NEW_TOKEN],
  ['account_inactive', NEW_TOKEN],
  ['missing_scope', 'the app needs the scope chat:write'],
  ['org_login_required', 'install the app in the organisation again'],
  ['expired_url', "a command's own URL expires after 30 minutes"],
  ['used_url', "a command's own URL accepts only five messages"],
]);

/** `refused`: a person can fix it, so another way is tried now, or else this one again later. */
export type SlackResult = DeliveryResult | { readonly kind: 'refused'; readonly reason: string };

/** Reads the answer of `chat.postMessage` or of a response URL. */
export function readSlackAnswer(posted: Posted): SlackResult {
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
    case 'refused':
      return { kind: 'refused', reason: `Slack refused it: ${why}` };
    case 'permanent':
      return { kind: 'undeliverable', reason: `Slack refused it: ${why}` };
    case 'passing':
      return { kind: 'passing', reason: `Slack did not accept it: ${why}`, retryAfterMs };
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

function judgeAnswer({ ok, word }: SlackAnswer, status: number): Reception | 'refused' {
  const byStatus = receptionOf(status);
  if (byStatus === 'permanent' || isOutOfOrder(status)) return byStatus;
  if (word === null && byStatus === 'delivered') return ok ? 'delivered' : 'passing';
  if (word !== null && PASSING_WORDS.includes(word)) return 'passing';
  return word !== null && PERMANENT.test(word) ? 'permanent' : 'refused';
}

/** Whatever the answer says, Slack has not decided about the message. */
function isOutOfOrder(status: number): boolean {
  return ['passing', 'rate-limited', 'redirect'].includes(meaningOfStatus(status));
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
