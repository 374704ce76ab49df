import type { PostedMessage } from '../../emulator/slack/index.ts';
import { write, writePair } from '../paper.ts';
import { readBlocks, type SlackText } from './slack-text.ts';
import { USER } from './stage.ts';

/** Writes a command, and the answer to it that only its user sees. */
export function writeCommand(command: string, answer: Readonly<Record<string, unknown>>): void {
  writeSaid(USER.name, { lines: [command], small: [] });
  const blocks: unknown = answer['blocks'];
  writeByApp(Array.isArray(blocks) ? blocks : [], answer['response_type'] === 'ephemeral');
}

/** Writes what was posted in the channel. */
export function writeMessage({ blocks, ephemeral }: PostedMessage): void {
  write();
  writeByApp(blocks, ephemeral);
}

function writeByApp(blocks: readonly unknown[], ephemeral: boolean): void {
  const { lines, small } = readBlocks(blocks);
  const visible = ephemeral ? [`Only visible to ${USER.name}`] : [];
  writeSaid('Backup Gate', { lines, small: [...small, ...visible] });
}

function writeSaid(who: string, { lines, small }: SlackText): void {
  const options = { indent: 4, nameWidth: 'Backup Gate'.length };
  for (const [index, line] of lines.entries()) writePair(index === 0 ? who : '', line, options);
  for (const line of small) writePair('', line, { ...options, style: 'dim' });
}
