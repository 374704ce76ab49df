import { escapeHtml } from './escape.ts';

/** Names of people and channels by their ids. */
export type Names = ReadonlyMap<string, string>;

/** What Slack gives a look, in the order in which it looks for it. */
const MARKS =
  /`(?<code>[^`\n]+)`|\*(?<bold>[^*\n]+)\*|_(?<italic>[^_\n]+)_|<(?<link>[^<>\n]+)>|(?<line>\n)/g;

/** A text in Slack's mrkdwn as HTML, quoted lines included. */
export function mrkdwnToHtml(mrkdwn: string, names: Names): string {
  return mrkdwn
    .split(/((?:^> ?.*(?:\n|$))+)/m)
    .map((part, index) => {
      if (index % 2 === 0) return writeLines(part, names);
      const quoted = part.replaceAll(/^> ?/gm, '').trimEnd();
      return `<blockquote>${writeLines(quoted, names)}</blockquote>`;
    })
    .join('');
}

function writeLines(mrkdwn: string, names: Names): string {
  let html = '';
  let read = 0;
  for (const { 0: all, index, groups = {} } of mrkdwn.matchAll(MARKS)) {
    html += show(mrkdwn.slice(read, index)) + writeMark(all, groups, names);
    read = index + all.length;
  }
  return html + show(mrkdwn.slice(read));
}

type Groups = Readonly<Record<string, string | undefined>>;

function writeMark(all: string, groups: Groups, names: Names): string {
  const { code, bold, italic, link } = groups;
  if (code !== undefined) return `<code>${show(code)}</code>`;
  if (bold !== undefined) return `<b>${writeLines(bold, names)}</b>`;
  if (italic !== undefined) return `<i>${writeLines(italic, names)}</i>`;
  if (link !== undefined) return writeLink(link, names);
  return all === '\n' ? '<br>' : show(all);
}

/** `@U1`, `#C1`, or `https://… | a text`. */
function writeLink(link: string, names: Names): string {
  const [target = '', text = target] = link.split('|');
  const sign = target.charAt(0);
  if (sign !== '@' && sign !== '#') return `<a>${show(text)}</a>`;
  const name = names.get(target.slice(1)) ?? target.slice(1);
  return `<span class="mention">${show(`${sign}${name}`)}</span>`;
}

/** Slack's three entities are read first, so that each is one character of the text again. */
function show(text: string): string {
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return escapeHtml(plain);
}
