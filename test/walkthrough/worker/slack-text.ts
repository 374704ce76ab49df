import { CHANNEL, USER } from './stage.ts';

/** A message as a terminal shows it: its large lines, and in the background its small ones. */
export interface SlackText {
  readonly lines: readonly string[];
  readonly small: readonly string[];
}

/** Reads the blocks of a message that Slack took. */
export function readBlocks(blocks: readonly unknown[]): SlackText {
  const parts = blocks.map(readBlock);
  return {
    lines: parts.flatMap(({ lines }) => lines),
    small: parts.flatMap(({ small }) => small),
  };
}

function readBlock(block: unknown): SlackText {
  const { type, text, elements } = asObject(block);
  if (type === 'divider') return { lines: ['---'], small: [] };
  if (type === 'actions') return { lines: [], small: [readButtons(elements)] };
  if (type !== 'context') return { lines: readText(text), small: [] };
  return { lines: [], small: Array.isArray(elements) ? elements.flatMap(readText) : [] };
}

/** In one line, as they stand side by side. */
function readButtons(elements: unknown): string {
  const buttons = Array.isArray(elements) ? elements.map(asObject) : [];
  return buttons.flatMap(({ text }) => readText(text).map((label) => `[${label}]`)).join(' ');
}

function readText(element: unknown): readonly string[] {
  const { text } = asObject(element);
  return typeof text === 'string' ? text.split('\n').map(toPlain) : [];
}

/** Without the marks of Slack's mrkdwn, and with names in the place of ids, as Slack shows it. */
function toPlain(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(`<@${USER.id}>`, `@${USER.name}`)
    .replaceAll(`<#${CHANNEL.id}>`, `#${CHANNEL.name}`)
    .replace(/\*([^*]+)\*/g, '$1')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
