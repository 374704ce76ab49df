import type { JsonObject } from '../server/json-post.ts';
import { badRequest } from '../server/refusal.ts';
import { boolean, integerWithin, listUpTo, Misshapen, objectOf } from '../server/shape.ts';
import { text, textUpTo } from '../server/shape.ts';

/** A message as subscribers get it. */
export interface Published {
  readonly topic: string;
  readonly title: string;
  readonly message: string;
  readonly priority: number;
  readonly tags: readonly string[];
}

const maxMessageBytes = 4096;

export const publishing = objectOf({
  fields: {
    topic: (value, at) => {
      if (!/^[-\w]{1,64}$/.test(String(value))) throw new Misshapen(at, 'topic invalid');
    },
    title: text,
    message: text,
    priority: integerWithin(1, 5),
    tags: listUpTo(20, textUpTo(100), 0),
    click: textUpTo(2000),
    markdown: boolean,
  },
  needed: ['topic'],
});

/** Of a longer message the real server makes a file, if it takes files. */
export function readPublished(body: JsonObject): Published {
  const { topic, title = '', message = '', priority = 3, tags = [] } = body;
  if (Buffer.byteLength(String(message)) > maxMessageBytes) {
    throw badRequest('attachments not allowed');
  }
  return {
    topic: String(topic),
    title: decodeTitle(String(title)),
    // An empty message is shown as this word.
    message: String(message).trim() || 'triggered',
    priority: Number(priority),
    tags: Array.isArray(tags) ? tags.map(String) : [],
  };
}

/** The real server reads a title as a header of a mail, also where it came as JSON. */
function decodeTitle(title: string): string {
  return title.replaceAll(/=\?utf-8\?b\?(?<base64>[\w+/=]*)\?=/gi, (...parts) => {
    const { base64 } = parts.at(-1);
    return Buffer.from(base64, 'base64').toString('utf8');
  });
}
