import { escapeHtml } from './escape.ts';
import { mrkdwnToHtml, type Names } from './mrkdwn.ts';

/** A message as a reader in Slack meets it. */
export interface ShownMessage {
  readonly blocks: readonly unknown[];
  /** Whether only the one who gave the command sees it. */
  readonly ephemeral: boolean;
}

/** Messages of the app in one channel. */
export function writeChannel(messages: readonly ShownMessage[], names: Names): string {
  return messages.map((message) => writeMessage(message, names)).join('\n');
}

function writeMessage({ blocks, ephemeral }: ShownMessage, names: Names): string {
  const only = ephemeral ? '<p class="only">Only visible to you</p>' : '';
  return `<div class="message">
<span class="avatar"></span>
<div>${only}<p class="who"><b>Backup Gate</b> <span class="app">APP</span></p>
${blocks.map((block) => writeBlock(asObject(block), names)).join('\n')}
</div>
</div>`;
}

type Fields = Readonly<Record<string, unknown>>;

/** A kind of block that is new to the product has to be added here: it must not be left out. */
function writeBlock({ type, text, elements }: Fields, names: Names): string {
  switch (type) {
    case 'section':
      return `<div class="section">${writeText(text, names)}</div>`;
    case 'header':
      return `<div class="header">${writeText(text, names)}</div>`;
    case 'divider':
      return '<hr>';
    case 'context': {
      const all = Array.isArray(elements) ? elements : [];
      const parts = all.map((element) => `<span>${writeText(element, names)}</span>`);
      return `<div class="context">${parts.join(' ')}</div>`;
    }
    case 'actions': {
      const buttons = Array.isArray(elements) ? elements.map(asObject) : [];
      const shown = buttons.map((button) => `<span>${writeText(button['text'], names)}</span>`);
      return `<div class="actions">${shown.join(' ')}</div>`;
    }
    default:
      throw new TypeError(`There is no look yet for a block of Slack's kind ${String(type)}.`);
  }
}

function writeText(value: unknown, names: Names): string {
  const { type, text } = asObject(value);
  return type === 'mrkdwn' ? mrkdwnToHtml(String(text), names) : escapeHtml(String(text));
}

function asObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
