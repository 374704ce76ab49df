import MarkdownIt from 'markdown-it';
import { escapeHtml } from './escape.ts';

/** Of GitHub's allow list the tags that are used, without attributes. Others show as text. */
const TAG = /<\/?(?:b|br|code|details|em|p|strong|sub|summary|sup)(?: open)?\/?>/g;

const COMMENT = /<!--.*?-->/gs;

const reader = MarkdownIt({ html: true, linkify: true });

reader.renderer.rules['html_block'] = (tokens, index) => sanitise(tokens[index]?.content ?? '');
reader.renderer.rules['html_inline'] = (tokens, index) => sanitise(tokens[index]?.content ?? '');

const { fence } = reader.renderer.rules;
reader.renderer.rules['fence'] = (tokens, index, ...rest) => {
  const { info = '', content = '' } = tokens[index] ?? {};
  if (info.trim() !== 'mermaid') return fence?.(tokens, index, ...rest) ?? '';
  return `<section class="mermaid">${escapeHtml(content)}</section>\n`;
};

/**
 * Markdown as GitHub reads it. A Mermaid chart becomes a `section.mermaid` that holds its source. A
 * tag that is new to the product shows as text, so that somebody looks whether GitHub lets it pass.
 */
export function markdownToHtml(markdown: string): string {
  return reader.render(markdown);
}

/** What is between the allowed tags has no tag left: everything there is escaped. */
function sanitise(html: string): string {
  const visible = html.replaceAll(COMMENT, '');
  const tags = visible.match(TAG) ?? [];
  return visible
    .split(TAG)
    .map((text, index) => `${escapeText(text)}${tags[index] ?? ''}`)
    .join('');
}

/** Entities stay as they are: they are text already. */
function escapeText(text: string): string {
  return text
    .split(/(&(?:#\d+|#x[\da-f]+|\w+);)/i)
    .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : part))
    .join('');
}
