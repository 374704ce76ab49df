import { expect } from 'vitest';
import { encode, hmac } from '../../../worker/hmac.ts';
import { toHex } from '../../../worker/hex.ts';
import { send, stage } from './protection.workers.ts';
import { SLACK_SECRET } from './stage-protocol.ts';

async function postForm(path: string, form: Readonly<Record<string, string>>): Promise<string> {
  const body = String(new URLSearchParams(form));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = await hmac(encode(SLACK_SECRET), `v0:${timestamp}:`, encode(body));
  const answer = await send(path, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${toHex(signed)}`,
    },
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

let triggers = 0;

/** What a person in channel C1 is shown after a command. */
export interface Shown {
  readonly response_type: string;
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly elements?: readonly { readonly action_id?: string; readonly value?: string }[];
  }[];
}

export async function type(user: string, text: string, trigger?: string): Promise<Shown> {
  const shown = await postForm('/slack/command', {
    team_id: 'T1',
    channel_id: 'C1',
    user_id: user,
    user_name: `name-of-${user}`,
    text,
    response_url: await stage('newResponseUrl', 'C1'),
    trigger_id: trigger ?? `1.${(triggers += 1)}`,
  });
  return JSON.parse(shown);
}

/** What is behind the button of a message. */
export function buttonOf({ blocks }: Shown): string {
  const buttons = blocks.flatMap(({ elements = [] }) => elements);
  return buttons.find(({ action_id }) => action_id === 'allow')?.value ?? '';
}

/** Clicks the button, and returns what the person who clicked is shown. */
export async function click(user: string, value: string): Promise<string> {
  const payload = {
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: user, username: `name-of-${user}` },
    channel: { id: 'C1', name: 'ops' },
    trigger_id: `2.${(triggers += 1)}`,
    response_url: await stage('newResponseUrl', 'C1'),
    actions: [{ action_id: 'allow', value }],
  };
  await postForm('/slack/interact', { payload: JSON.stringify(payload) });
  return (await stage('look')).said.at(-1) ?? '';
}
