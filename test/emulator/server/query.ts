import { badRequest } from './refusal.ts';

type Parameters = readonly (readonly [string, string])[];
/** Checks one value; throws a refusal that names the parameter. */
export type Check = (value: string, name: string) => void;
export type QueryRules = Readonly<Record<string, Check>>;
/** One value per name. */
export type Query = ReadonlyMap<string, string>;

export const noQuery: QueryRules = {};
export const anyText: Check = () => {};

export function matching(pattern: RegExp, what: string): Check {
  return (value, name) => {
    if (!pattern.test(value)) throw badRequest(`${name} must be ${what}`);
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value, name) => {
    if (!allowed.includes(value)) throw badRequest(`${name} must be ${allowed.join(' or ')}`);
  };
}

/** The largest integer that APIs with 32-bit integers take. */
export const largestInt32 = 2_147_483_647;

export function integerWithin(least: number, most: number = largestInt32): Check {
  return integer(`of ${least} to ${most}`, (number) => number >= least && number <= most);
}

/** Up to the largest that is exact in JavaScript. */
export function integerFrom(least: number): Check {
  return integer(
    `of at least ${least}`,
    (number) => number >= least && Number.isSafeInteger(number),
  );
}

function integer(range: string, fits: (number: number) => boolean): Check {
  return (value, name) => {
    if (!isInteger(value) || !fits(Number(value)))
      throw badRequest(`${name} must be an integer ${range}`);
  };
}

export function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** The query once every parameter has passed its rule. */
export function checkQuery(parameters: Parameters, rules: QueryRules): Query {
  const query = new Map<string, string>();
  for (const [name, value] of parameters) {
    const check = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (check === undefined) throw badRequest(`${name} is not a known parameter`);
    if (query.has(name)) throw badRequest(`${name} is given more than once`);
    if (value === '') throw badRequest(`${name} is empty`);
    check(value, name);
    query.set(name, value);
  }
  return query;
}
