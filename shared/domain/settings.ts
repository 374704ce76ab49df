import { type AcceptedTypes, BACKUP_TYPES } from './backup.ts';
import { parseDuration } from './duration.ts';
import { err, ok, type Result } from './result.ts';
import { parseSize } from './size.ts';

/** `auto` derives the limit from the active schedules; a limit is in milliseconds. */
export type MaxAge =
  | { readonly kind: 'auto' }
  | { readonly kind: 'off' }
  | { readonly kind: 'limit'; readonly milliseconds: number };

/** How far, in percent, the latest size may be below the usual one; `severity` applies beyond. */
export type MaxSizeDrop =
  | { readonly kind: 'off' }
  | { readonly kind: 'limit'; readonly percent: number; readonly severity: 'warn' | 'block' };

/** One setting of how evidence is judged. */
interface Setting<Default extends string, Value, Needs extends string | null> {
  /** The text that stands for an unset value; empty for none. */
  readonly default: Default;
  /** The problem names what is allowed. */
  readonly parse: (text: string) => Result<Value, string>;
  /** What it means, in a few words, and what it is measured in. */
  readonly meaning: string;
  /** The capability that a provider needs for it; `null` if every provider has it. */
  readonly needs: Needs;
}

function define<const Default extends string, Value, const Needs extends string | null>(
  setting: Setting<Default, Value, Needs>,
): Setting<Default, Value, Needs> {
  return setting;
}

interface WordSetting<Word, Default, Needs> {
  readonly words: readonly Word[];
  readonly default: Default;
  readonly meaning: string;
  readonly needs: Needs;
}

/** A setting that is one of a few words. */
function defineWord<
  const Word extends string,
  const Default extends Word,
  const Needs extends string | null,
>({ words, ...setting }: WordSetting<Word, Default, Needs>) {
  return { words, ...define({ ...setting, parse: (text: string) => parseWord(text, words) }) };
}

/**
 * Everything that users may set about judging. The Action's inputs and the policies in the Worker's
 * configuration are both read from this table. Names are the Action's inputs; the configuration
 * spells them in camel case.
 */
export const SETTINGS = {
  'max-age': define({
    default: 'auto',
    parse: parseMaxAge,
    meaning: 'oldest recovery point allowed: a duration, auto or off',
    needs: null,
  }),
  'min-size': define({
    default: '',
    parse: (text: string): Result<number | null, string> =>
      text === '' ? ok(null) : parseSize(text),
    meaning: 'smallest size of the latest usable backup, such as 10MB or 512KiB',
    needs: 'sizes',
  }),
  'max-size-drop': define({
    default: '50%',
    parse: parseMaxSizeDrop,
    meaning:
      'how much smaller than usual a backup may be: 50% warns beyond that, block:50% blocks, or off',
    needs: 'sizes',
  }),
  'accept-types': define({
    default: 'all',
    parse: parseAcceptTypes,
    meaning: 'types that count as a backup',
    needs: null,
  }),
  'in-progress': defineWord({
    words: ['previous', 'wait', 'block'],
    default: 'previous',
    meaning: 'what to do while the newest backup is still running',
    // Only for `wait`.
    needs: 'wait',
  }),
  'on-unknown': defineWord({
    words: ['block', 'warn'],
    default: 'block',
    meaning: 'whether anything that cannot be determined blocks or warns',
    needs: null,
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

type ValueOf<Parse> = Parse extends (text: string) => Result<infer Value, string> ? Value : never;

/** The values of all settings, by their names. */
export type SettingValues = {
  readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]['parse']>;
};

const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);

function parseMaxAge(text: string): Result<MaxAge, string> {
  if (text === 'auto' || text === 'off') return ok({ kind: text });
  const limit = parseDuration(text);
  if (limit.ok) return ok({ kind: 'limit', milliseconds: limit.value });
  return err(`auto, off, or ${limit.problem}`);
}

const SIZE_DROP = /^(?<block>block:)?(?<percent>[1-9]\d?)%$/;

/** Whole percentages only: the usual size is not known more precisely. */
function parseMaxSizeDrop(text: string): Result<MaxSizeDrop, string> {
  if (text === 'off') return ok({ kind: 'off' });
  const { block, percent } = SIZE_DROP.exec(text)?.groups ?? {};
  if (percent === undefined) {
    return err('a whole percentage from 1% to 99%, such as 50% or block:50%, or off');
  }
  const severity = block === undefined ? 'warn' : 'block';
  return ok({ kind: 'limit', percent: Number(percent), severity });
}

function parseAcceptTypes(text: string): Result<AcceptedTypes, string> {
  if (text === 'all') return ok('all');
  const types = splitList(text);
  const known = types.every((type) => BACKUP_TYPES.some((each) => each === type));
  if (types.length > 0 && known) return ok(types);
  return err(`all, or some of ${BACKUP_TYPES.join(', ')}`);
}

function parseWord<const Word extends string>(
  text: string,
  words: readonly Word[],
): Result<Word, string> {
  const word = words.find((each) => each === text);
  return word === undefined ? err(`one of ${words.join(', ')}`) : ok(word);
}

/** Items separated by new lines or commas; empty ones are dropped. */
export function splitList(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
