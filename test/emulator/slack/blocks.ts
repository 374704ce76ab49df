import { SlackRefusal } from './slack-refusal.ts';

const mostBlocks = 50;
const mostElements = 10;
const mostCharacters = 3000;
const mostHeaderCharacters = 150;

type Check = (value: unknown, at: string) => void;

/** The fields that one kind of object may have; those with a mark in `needed` it must have. */
interface Shape {
  readonly fields: Readonly<Record<string, Check>>;
  readonly needed: readonly string[];
}

const mrkdwn: Shape = {
  fields: { type: text, text: textUpTo(mostCharacters), verbatim: boolean },
  needed: ['text'],
};
const plainText: Shape = {
  fields: { type: text, text: textUpTo(mostCharacters), emoji: boolean },
  needed: ['text'],
};
const header: Shape = {
  fields: { type: text, text: textUpTo(mostHeaderCharacters), emoji: boolean },
  needed: ['text'],
};

const textObject = oneOf({ mrkdwn, plain_text: plainText });

/** The blocks of the messages that are written here; another kind has to be added with its limits. */
const block = oneOf({
  section: { fields: { type: text, text: textObject, block_id: text }, needed: ['text'] },
  header: {
    fields: { type: text, text: oneOf({ plain_text: header }), block_id: text },
    needed: ['text'],
  },
  context: {
    fields: { type: text, elements: listUpTo(mostElements, textObject), block_id: text },
    needed: ['elements'],
  },
  divider: { fields: { type: text, block_id: text }, needed: [] },
});

/** Refuses what Slack would refuse, and names the place. */
export function checkBlocks(blocks: unknown): readonly unknown[] {
  if (blocks === undefined) return [];
  listUpTo(mostBlocks, block)(blocks, '/blocks');
  return Array.isArray(blocks) ? blocks : [];
}

function oneOf(shapes: Readonly<Record<string, Shape>>): Check {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || !('type' in value)) {
      throw invalid(at, 'must be an object with a type');
    }
    const shape = Object.entries(shapes).find(([type]) => type === value.type)?.[1];
    if (!shape) throw invalid(at, `unsupported type: ${String(value.type)}`);
    checkShape(value, shape, at);
  };
}

function checkShape(value: object, { fields, needed }: Shape, at: string): void {
  for (const name of needed) {
    if (!Object.hasOwn(value, name)) throw invalid(at, `missing required field: ${name}`);
  }
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!check) throw invalid(at, `no more fields allowed: ${name}`);
    check(field, `${at}/${name}`);
  }
}

function listUpTo(most: number, check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value) || value.length === 0) throw invalid(at, 'must be a filled array');
    if (value.length > most) throw invalid(at, `no more than ${most} items allowed`);
    for (const [index, item] of value.entries()) check(item, `${at}/${index}`);
  };
}

function textUpTo(most: number): Check {
  return (value, at) => {
    text(value, at);
    const { length } = String(value);
    if (length === 0) throw invalid(at, 'must be more than 0 characters');
    if (length > most) throw invalid(at, `must be less than ${most + 1} characters`);
  };
}

function text(value: unknown, at: string): void {
  if (typeof value !== 'string') throw invalid(at, 'must be a string');
}

function boolean(value: unknown, at: string): void {
  if (typeof value !== 'boolean') throw invalid(at, 'must be a boolean');
}

function invalid(at: string, what: string): SlackRefusal {
  return new SlackRefusal('invalid_blocks', { messages: [`[ERROR] ${what} [json-pointer:${at}]`] });
}
