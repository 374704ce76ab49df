import type { FindingOf } from '../../shared/domain/finding.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { InputName, RawInputs } from './names.ts';

export type InputProblem = FindingOf<'invalid-input'>;
export type Parsed<Value> = Result<Value, InputProblem>;

/** A problem with an input: what is wrong, and what is allowed. */
export function refuse(input: InputName, message: string): Parsed<never> {
  return err({ code: 'invalid-input', severity: 'block', input, value: null, message });
}

/** The same with the value, which must not be a secret. */
export function refuseValue(input: InputName, value: string, allowed: string): Parsed<never> {
  const message = `use ${allowed}.`;
  return err({ code: 'invalid-input', severity: 'block', input, value, message });
}

/** One of a few words, in exactly this spelling. */
export function parseChoice<const Choice extends string>(
  raw: RawInputs,
  input: InputName,
  choices: readonly Choice[],
): Parsed<Choice> {
  const choice = choices.find((word) => word === raw[input]);
  if (choice !== undefined) return ok(choice);
  return refuseValue(input, raw[input], oneOf(choices));
}

/** Turns a parser of the domain into one of an input. */
export function parseWith<Value>(
  raw: RawInputs,
  input: InputName,
  parse: (text: string) => Result<Value, string>,
): Parsed<Value> {
  const parsed = parse(raw[input]);
  return parsed.ok ? parsed : refuseValue(input, raw[input], parsed.problem);
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}
