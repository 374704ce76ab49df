/** Checks one value of a JSON body; throws `Misshapen`. */
export type ValueCheck = (value: unknown, at: string) => void;

/** The fields that one kind of object may have, and those that it must have. */
export interface Shape {
  readonly fields: Readonly<Record<string, ValueCheck>>;
  readonly needed: readonly string[];
}

/** What is wrong with a body, and where: `/blocks/0/text`. Each emulator says it in its own words. */
export class Misshapen extends Error {
  readonly at: string;

  constructor(at: string, what: string) {
    super(what);
    this.at = at;
  }
}

/** An object of one of these kinds, as its `type` says. */
export function ofType(shapes: Readonly<Record<string, Shape>>): ValueCheck {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || !('type' in value)) {
      throw new Misshapen(at, 'must be an object with a type');
    }
    const shape = Object.entries(shapes).find(([type]) => type === value.type)?.[1];
    if (!shape) throw new Misshapen(at, `unsupported type: ${String(value.type)}`);
    objectOf(shape)(value, at);
  };
}

/** An unknown field is refused, also where the real receiver would silently leave it out. */
export function objectOf({ fields, needed }: Shape): ValueCheck {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Misshapen(at, 'must be an object');
    }
    for (const name of needed) {
      if (!Object.hasOwn(value, name)) throw new Misshapen(at, `missing required field: ${name}`);
    }
    for (const [name, field] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!check) throw new Misshapen(at, `no more fields allowed: ${name}`);
      check(field, `${at}/${name}`);
    }
  };
}

/** Filled, unless `least` says otherwise. */
export function listUpTo(most: number, check: ValueCheck, least = 1): ValueCheck {
  return (value, at) => {
    if (!Array.isArray(value) || value.length < least) {
      throw new Misshapen(at, 'must be a filled array');
    }
    if (value.length > most) throw new Misshapen(at, `no more than ${most} items allowed`);
    for (const [index, item] of value.entries()) check(item, `${at}/${index}`);
  };
}

/** Not empty. */
export function textUpTo(most: number): ValueCheck {
  return (value, at) => {
    text(value, at);
    const { length } = String(value);
    if (length === 0) throw new Misshapen(at, 'must be more than 0 characters');
    if (length > most) throw new Misshapen(at, `must be less than ${most + 1} characters`);
  };
}

export function oneOf(...allowed: readonly unknown[]): ValueCheck {
  return (value, at) => {
    if (!allowed.includes(value)) throw new Misshapen(at, `must be one of ${allowed.join(', ')}`);
  };
}

export function text(value: unknown, at: string): void {
  if (typeof value !== 'string') throw new Misshapen(at, 'must be a string');
}

export function boolean(value: unknown, at: string): void {
  if (typeof value !== 'boolean') throw new Misshapen(at, 'must be a boolean');
}

export function integerWithin(least: number, most: number): ValueCheck {
  return (value, at) => {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
    throw new Misshapen(at, `must be an integer from ${least} to ${most}`);
  };
}

/** To the second or finer, with a zone. */
export function timestamp(value: unknown, at: string): void {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
  if (!isTime.test(String(value))) throw new Misshapen(at, 'must be a timestamp');
}
