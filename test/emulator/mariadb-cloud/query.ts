import { badRequest } from './refusal.ts';

type Parameters = readonly (readonly [string, string])[];
/** Checks one value; throws a refusal that names the parameter. */
type Check = (value: string, name: string) => void;
export type QueryRules = Readonly<Record<string, Check>>;

export const anyText: Check = () => {};

export const positiveInteger: Check = (value, name) => {
  const fits = /^\d+$/.test(value) && Number(value) >= 1 && Number.isSafeInteger(Number(value));
  if (!fits) throw badRequest(`${name} must be an integer of at least 1`);
};

export const direction: Check = (value, name) => {
  if (value !== 'asc' && value !== 'desc') throw badRequest(`${name} must be asc or desc`);
};

export const atLeastThreeCharacters: Check = (value, name) => {
  if (value.length < 3) throw badRequest(`${name} must have at least 3 characters`);
};

/** The query as one value per name, once every parameter has passed its rule. */
export function checkQuery(parameters: Parameters, rules: QueryRules): Map<string, string> {
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
