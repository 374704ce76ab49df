import { expect } from 'vitest';
import { checkBlocks } from '../../../emulator/slack/blocks.ts';
import type { OpenApp } from '../../open-app.ts';
import { slackForm, slackPost } from '../../signed-requests.ts';

/**
 * What Anna reads, and only she, after she has typed `/backup` and a text. Fails where Slack would
 * not show it.
 */
export async function typed(
  { app }: Pick<OpenApp, 'app'>,
  text: string,
  form: Readonly<Record<string, string>> = {},
): Promise<string> {
  return readReply(await app.request(...slackPost(slackForm(text, form))));
}

export async function readReply(answer: Response): Promise<string> {
  expect(answer.status).toBe(200);
  const reply: unknown = await answer.json();
  expect(reply).toEqual({
    response_type: 'ephemeral',
    text: expect.stringMatching(/\S/),
    blocks: expect.any(Array),
  });
  return readBlocks(reply);
}

/** All texts of a message, one a line. */
export function readBlocks(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('blocks' in message)) return '';
  return checkBlocks(message.blocks).flatMap(textsIn).join('\n');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}
