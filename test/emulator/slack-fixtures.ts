import type { Reply } from './call-emulator.ts';
import { callWith } from './call-emulator.ts';
import { startSlack } from './slack/index.ts';
import type { SlackEmulator } from './slack/index.ts';

export const callSlack = callWith({ authorization: 'Bearer xoxb-test-token' });
export const callNobody = callWith({});
export const message = { channel: 'C1', text: 'Hello' };

export async function startWithChannel(): Promise<SlackEmulator> {
  const emulator = await startSlack();
  emulator.addChannel({ id: 'C1' });
  return emulator;
}

export function post(emulator: SlackEmulator, body: unknown): Promise<Reply> {
  return callSlack(emulator, '/api/chat.postMessage', { method: 'POST', body });
}

/** A post to a response URL, which takes no token. */
export function respondTo(url: string, body: unknown): Promise<Reply> {
  const { origin, pathname } = new URL(url);
  return callNobody({ url: origin }, pathname, { method: 'POST', body });
}
