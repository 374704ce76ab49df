import { boolean, integerWithin, listUpTo, Misshapen, objectOf } from '../server/shape.ts';
import { oneOf, text, textUpTo, timestamp } from '../server/shape.ts';
import type { ValueCheck } from '../server/shape.ts';

const mostOfAll = 6000;

const field = objectOf({
  fields: { name: textUpTo(256), value: textUpTo(1024), inline: boolean },
  needed: ['name', 'value'],
});

const embed = objectOf({
  fields: {
    title: textUpTo(256),
    description: textUpTo(4096),
    url: text,
    timestamp,
    color: integerWithin(0, 0xffffff),
    footer: objectOf({ fields: { text: textUpTo(2048) }, needed: ['text'] }),
    fields: listUpTo(25, field, 0),
  },
  needed: [],
});

const shape = objectOf({
  fields: {
    content: textUpTo(2000),
    embeds: listUpTo(10, embed),
    username: textUpTo(80),
    allowed_mentions: objectOf({
      fields: { parse: listUpTo(3, oneOf('roles', 'users', 'everyone'), 0) },
      needed: [],
    }),
  },
  needed: [],
});

/** A message by a webhook. */
export const message: ValueCheck = (value, at) => {
  shape(value, at);
  const { content, embeds = [] } = Object.fromEntries(Object.entries(value ?? {}));
  if (content === undefined && embeds.length === 0) {
    throw new Misshapen(at, 'Cannot send an empty message');
  }
  const total = embeds.flatMap(textsIn).join('').length;
  if (total > mostOfAll) throw new Misshapen('/embeds', 'Embed size exceeds maximum size of 6000');
};

/** The texts that count together. */
function textsIn(value: Readonly<Record<string, unknown>>): readonly string[] {
  const { title = '', description = '', fields = [], footer = {} } = value;
  const pairs = Array.isArray(fields)
    ? fields.flatMap(({ name, value: shown }) => [name, shown])
    : [];
  return [title, description, ...pairs, ...Object.values(Object(footer))].map(String);
}
