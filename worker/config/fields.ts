import * as v from 'valibot';
import type { Result } from '../../shared/domain/result.ts';
import { toOneLine } from '../../shared/report/text.ts';

/*
 * The building blocks of the configuration's schema. A problem names what is allowed and never
 * shows a value, which might be a secret.
 */

/** An object with known keys. An unknown key is refused: it would silently have no effect. */
export function section<const Entries extends v.ObjectEntries>(
  entries: Entries,
  known: readonly string[] = Object.keys(entries),
) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, 'must be an object: { … }'),
    v.strictObject(entries, (issue) =>
      issue.expected === 'never' ? noSuchKey(known) : explainMissing(issue, entries),
    ),
    v.rawCheck(({ dataset: { issues = [] }, addIssue }) => {
      for (const path of findFurtherUnknown(issues, entries)) {
        addIssue({ message: noSuchKey(known), path: [path] });
      }
    }),
  );
}

/** valibot reports only the first unknown key of an object. These are the others. */
function findFurtherUnknown(
  issues: readonly v.BaseIssue<unknown>[],
  entries: v.ObjectEntries,
): readonly v.ObjectPathItem[] {
  const [first] =
    issues.find(({ expected, path }) => expected === 'never' && path?.length === 1)?.path ?? [];
  if (first?.type !== 'object' || first.origin !== 'key') return [];
  const { input, key: named } = first;
  return Object.keys(input)
    .filter((key) => key !== named && !Object.hasOwn(entries, key))
    .map((key) => ({ type: 'object', origin: 'key', input, key, value: input[key] }));
}

export function noSuchKey(known: readonly string[]): string {
  return `unknown key; allowed: ${known.join(', ')}`;
}

/** A missing key gets the message that a wrong value would get. */
function explainMissing(
  { path }: { readonly path?: readonly { readonly key: unknown }[] | undefined },
  entries: v.ObjectEntries,
): string {
  const schema = entries[String(path?.at(-1)?.key)];
  const parsed = schema && v.safeParse(schema, undefined);
  return parsed?.issues?.[0].message ?? 'is missing';
}

/** A string that a domain parser reads; the problem names what is allowed. */
export function text<Value>(parse: (text: string) => Result<Value, string>) {
  const empty = parse('');
  return v.pipe(
    v.string(empty.ok ? 'must be a string' : `use ${empty.problem}`),
    v.rawTransform<string, Value>(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value);
      if (parsed.ok) return parsed.value;
      addIssue({ message: `use ${parsed.problem}` });
      return NEVER;
    }),
  );
}

export function matching(pattern: RegExp, allowed: string) {
  return v.pipe(v.string(`use ${allowed}`), v.regex(pattern, `use ${allowed}`));
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  const choice = words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`;
  return v.picklist(words, `use ${choice}`);
}

export function listOf<const Item extends v.GenericSchema>(item: Item) {
  return v.array(item, 'must be a list: [ … ]');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `services.prod.baseUrl: use …`; the key comes first. */
export function describeIssue({ path, message }: v.BaseIssue<unknown>): string {
  const place = (path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}]` : `.${showKey(key)}`,
  );
  return `${place.join('').replace(/^\./, '') || 'CONFIG'}: ${message}`;
}

/** A key is untrusted text too. */
export function showKey(key: unknown): string {
  const name = String(key);
  return /^[A-Za-z0-9_-]{1,40}$/.test(name) ? name : JSON.stringify(toOneLine(name, 40));
}
