import { BACKUP_TYPES, type BackupType } from '../../../shared/domain/backup.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { type AllowCommand, parseAllow } from './parse-allow.ts';
import { MAX_SNOOZE } from '../../watch/snooze.ts';

/** What a slash command asks for. Names are as typed, in lower case: untrusted text. */
export type Command =
  /** `mustBeNew`: also where there is one of late. */
  | {
      readonly kind: 'backup';
      readonly service: string;
      readonly type: BackupType | null;
      readonly mustBeNew: boolean;
    }
  | { readonly kind: 'status'; readonly service: string | null }
  /** `forMs`: `null` ends the snooze that there is. */
  | {
      readonly kind: 'snooze';
      readonly service: string;
      readonly forMs: number | null;
      readonly why: string;
    }
  | { readonly kind: 'unclear-snooze'; readonly problem: 'service' | 'duration' | 'why' }
  | AllowCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown-type'; readonly type: string }
  | { readonly kind: 'unclear'; readonly text: string };

/** Who typed it, where, and how to answer later. */
export interface Caller {
  readonly team: string;
  /** The organisation of the workspace; `null` outside Enterprise Grid. */
  readonly enterprise: string | null;
  readonly channel: string;
  /** Whether the app is not there unless it was invited: a private channel, or direct messages. */
  readonly isPrivate: boolean;
  readonly user: string;
  /** As Slack says it, which may be nothing: untrusted text. */
  readonly userName: string;
  readonly responseUrl: string;
}

export interface SlashCommand {
  readonly command: Command;
  readonly caller: Caller;
  /** Slack's id of this command; a retry brings it again. */
  readonly triggerId: string;
}

/** Slack sometimes only checks the certificate. */
export type SlackForm = SlashCommand | 'ssl-check';

export const SLACK_ID = /^[A-Z0-9]{1,64}$/;
/** The names that Slack gives in place of those that are not public. */
const PRIVATE = /^(?:directmessage|privategroup|mpdm-.*)$/;

export const TRIGGER_ID = /^[\x21-\x7e]{1,256}$/;

/** Parses the form that Slack posts; the problem names the field. */
export function parseSlackForm(text: string): Result<SlackForm, string> {
  const form = new URLSearchParams(text);
  if (form.get('ssl_check') === '1') return ok('ssl-check');
  const field = (name: string) => form.get(name) ?? '';
  const wrong = ['team_id', 'channel_id', 'user_id'].find((name) => !SLACK_ID.test(field(name)));
  if (wrong !== undefined) return err(wrong);
  if (!TRIGGER_ID.test(field('trigger_id'))) return err('trigger_id');
  if (!URL.canParse(field('response_url'))) return err('response_url');
  const caller = {
    team: field('team_id'),
    enterprise: SLACK_ID.test(field('enterprise_id')) ? field('enterprise_id') : null,
    channel: field('channel_id'),
    isPrivate: isPrivateChannel({ id: field('channel_id'), name: field('channel_name') }),
    user: field('user_id'),
    userName: field('user_name'),
    responseUrl: field('response_url'),
  };
  return ok({ command: parseCommand(field('text')), caller, triggerId: field('trigger_id') });
}

export function isPrivateChannel({ id, name }: { id: string; name: string }): boolean {
  return PRIVATE.test(name) || /^[DG]/.test(id);
}

/** Characters without width, which come along when a name is copied. */
const UNSEEN = /\p{Cf}/gu;

/** Formatting around a word. */
const FORMATTING = /^[`*_~"'“”‘’]+|[`*_~"'“”‘’]+$/g;

/**
 * `<service> [type] [now]`, `status [service]`, `snooze <service> <duration> <why>`, `allow <service>
 * <address> <why>`, `help`. Case is ignored: phones capitalise the first letter.
 */
export function parseCommand(text: string): Command {
  const words = text.replace(UNSEEN, '').split(/\s+/).filter(isWord);
  const [first, second, ...more] = words.map((one) => one.replace(FORMATTING, '').toLowerCase());
  if (first === undefined || first === 'help') return { kind: 'help' };
  if (first === 'snooze') {
    const [duration = ''] = more;
    return parseSnooze({ service: second, duration, why: words.slice(3).join(' ') });
  }
  if (first === 'allow')
    return parseAllow(words.slice(1).map((one) => one.replace(FORMATTING, '')));
  if (first === 'status') {
    return more.length > 0
      ? { kind: 'unclear', text }
      : { kind: 'status', service: second ?? null };
  }
  return parseBackup(first, [second ?? [], ...more].flat()) ?? { kind: 'unclear', text };
}

/** What follows the service: `[type] [now]`. `null` if it is neither. */
function parseBackup(service: string, words: readonly string[]): Command | null {
  const mustBeNew = words.at(-1) === 'now';
  const [named, ...more] = mustBeNew ? words.slice(0, -1) : words;
  if (more.length > 0) return null;
  const type = BACKUP_TYPES.find((known) => known === named) ?? null;
  if (named !== undefined && type === null) return { kind: 'unknown-type', type: named };
  return { kind: 'backup', service, type, mustBeNew };
}

function isWord(text: string): boolean {
  return text.replace(FORMATTING, '') !== '';
}

const MAX_WHY = 200;

interface SnoozeWords {
  readonly service: string | undefined;
  readonly duration: string;
  /** As it was typed. */
  readonly why: string;
}

function parseSnooze({ service, duration, why }: SnoozeWords): Command {
  if (service === undefined) return { kind: 'unclear-snooze', problem: 'service' };
  if (duration === 'off') return { kind: 'snooze', service, forMs: null, why: '' };
  const parsed = parseDuration(duration);
  if (!parsed.ok || parsed.value > MAX_SNOOZE) {
    return { kind: 'unclear-snooze', problem: 'duration' };
  }
  if (why === '') return { kind: 'unclear-snooze', problem: 'why' };
  return { kind: 'snooze', service, forMs: parsed.value, why: toOneLine(why, MAX_WHY) };
}
