import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callNobody, callSlack } from './slack-fixtures.ts';
import { message, post, respondTo, startWithChannel } from './slack-fixtures.ts';
import type { SlackEmulator } from './slack/index.ts';

const minutes = 60_000;
let emulator: SlackEmulator;

beforeEach(async () => {
  emulator = await startWithChannel();
});
afterEach(() => emulator.close());

describe('chat.postMessage', () => {
  test('takes a message and keeps it', async () => {
    const blocks = [{ type: 'divider' }];
    expect(await post(emulator, { ...message, blocks })).toMatchObject({
      status: 200,
      json: { ok: true, channel: 'C1', ts: expect.stringMatching(/^\d+\.\d{6}$/) },
    });
    expect(emulator.messages).toEqual([
      {
        via: 'chat.postMessage',
        channel: 'C1',
        text: 'Hello',
        blocks,
        ephemeral: false,
        at: emulator.clock.now(),
        ts: expect.stringMatching(/^\d+\.\d{6}$/),
      },
    ]);
  });

  test('to the id of a person is a direct message', async () => {
    expect((await post(emulator, { ...message, channel: 'U1' })).json).toMatchObject({
      error: 'channel_not_found',
    });
    emulator.addUser('U1');
    expect((await post(emulator, { ...message, channel: 'U1' })).json).toMatchObject({ ok: true });
    expect(emulator.messages).toMatchObject([{ channel: 'U1' }]);
  });

  test('knows the app by its token', async () => {
    const options = { method: 'POST', body: message };
    const path = '/api/chat.postMessage';
    expect((await callNobody(emulator, path, options)).json).toEqual({
      ok: false,
      error: 'not_authed',
    });
    const headers = { authorization: 'Bearer xoxb-other' };
    expect((await callSlack(emulator, path, { ...options, headers })).json).toEqual({
      ok: false,
      error: 'invalid_auth',
    });
  });

  test.each([
    ['channel_not_found', { ...message, channel: 'C404' }],
    ['channel_not_found', { text: 'Hello' }],
    ['is_archived', { ...message, channel: 'C2' }],
    ['not_in_channel', { ...message, channel: 'C3' }],
    ['no_text', { channel: 'C1' }],
    ['no_text', { channel: 'C1', text: '' }],
    ['msg_too_long', { ...message, text: 'x'.repeat(40_001) }],
    ['invalid_arguments', { ...message, response_type: 'in_channel' }],
    ['json_not_object', []],
    ['invalid_json', '{'],
  ])('answers %s to %j', async (error, body) => {
    emulator.addChannel({ id: 'C2', archived: true });
    emulator.addChannel({ id: 'C3', member: false });
    expect(await post(emulator, body)).toMatchObject({ status: 200, json: { ok: false, error } });
    expect(emulator.messages).toEqual([]);
  });

  test('takes nothing but JSON, by POST', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = { method: 'POST', body: 'channel=C1&text=x', headers };
    const path = '/api/chat.postMessage';
    expect((await callSlack(emulator, path, form)).json).toMatchObject({
      error: 'invalid_post_type',
    });
    expect((await callSlack(emulator, path)).status).toBe(405);
  });

  test('answers as Slack does where a fault asks for an error', async () => {
    emulator.fail({ kind: 'status', status: 429, retryAfter: '30' });
    const reply = await post(emulator, message);
    expect(reply).toMatchObject({ status: 429, json: { ok: false, error: 'ratelimited' } });
    expect(reply.headers.get('retry-after')).toBe('30');
  });
});

describe('chat.update', () => {
  const update = (body: unknown) =>
    callSlack(emulator, '/api/chat.update', { method: 'POST', body });

  async function postedTs(): Promise<string> {
    await post(emulator, message);
    return emulator.messages[0]?.ts ?? '';
  }

  test('edits a message in its place', async () => {
    const ts = await postedTs();
    await post(emulator, { ...message, text: 'Another' });
    const blocks = [{ type: 'divider' }];
    const reply = await update({ channel: 'C1', ts, text: 'Edited', blocks });
    expect(reply.json).toMatchObject({ ok: true, channel: 'C1', ts });
    expect(emulator.messages).toMatchObject([
      { ts, text: 'Edited', blocks },
      { text: 'Another', blocks: [] },
    ]);
  });

  test('refuses what is not there, or not its own', async () => {
    const ts = await postedTs();
    const edited = { channel: 'C1', ts, text: 'Edited' };
    await respondTo(emulator.newResponseUrl('C1'), { text: 'Hello', response_type: 'in_channel' });
    const notOurs = emulator.messages[1]?.ts;
    emulator.addUser('U1');
    const refusals: readonly [object, string][] = [
      [{ ...edited, ts: '1.000001' }, 'message_not_found'],
      [{ ...edited, channel: 'C2' }, 'channel_not_found'],
      [{ ...edited, channel: 'U1' }, 'channel_not_found'],
      [{ ...edited, ts: notOurs }, 'cant_update_message'],
      [{ ...edited, text: '' }, 'no_text'],
      [{ ...edited, unfurl_links: false }, 'invalid_arguments'],
    ];
    for (const [body, error] of refusals) {
      expect((await update(body)).json).toMatchObject({ ok: false, error });
    }
    emulator.deleteMessage(ts);
    expect((await update(edited)).json).toMatchObject({ error: 'message_not_found' });
    expect((await callNobody(emulator, '/api/chat.update', { method: 'POST' })).json).toMatchObject(
      { error: 'not_authed' },
    );
  });
});

describe('a reply in a thread', () => {
  test('names the message that it answers, and whether the channel sees it', async () => {
    await post(emulator, message);
    const ts = emulator.messages[0]?.ts;
    await post(emulator, { ...message, thread_ts: ts });
    await post(emulator, { ...message, thread_ts: ts, reply_broadcast: true });
    expect(emulator.messages.map(({ thread }) => thread)).toEqual([
      undefined,
      { ts, broadcast: false },
      { ts, broadcast: true },
    ]);
  });

  test('is refused where there is nothing to answer, or only a reply', async () => {
    await post(emulator, message);
    await post(emulator, { ...message, thread_ts: emulator.messages[0]?.ts });
    for (const ts of ['1.000001', emulator.messages[1]?.ts]) {
      expect((await post(emulator, { ...message, thread_ts: ts })).json).toMatchObject({
        error: 'thread_not_found',
      });
    }
  });
});

describe('a response URL', () => {
  test.each([
    ['in_channel', false],
    ['ephemeral', true],
    [undefined, true],
  ])('posts without a token; %s', async (type, ephemeral) => {
    const body = { text: 'Hello', ...(type === undefined ? {} : { response_type: type }) };
    const reply = await respondTo(emulator.newResponseUrl('C1'), body);
    expect(reply).toMatchObject({ status: 200, json: { ok: true } });
    expect(emulator.messages).toMatchObject([{ via: 'response_url', channel: 'C1', ephemeral }]);
  });

  test('works where the app is not, but not in an archived channel', async () => {
    emulator.addChannel({ id: 'C1', member: false });
    const url = emulator.newResponseUrl('C1');
    expect((await respondTo(url, { text: 'Hello' })).status).toBe(200);
    emulator.addChannel({ id: 'C1', archived: true });
    expect(await respondTo(url, { text: 'Hello' })).toMatchObject({
      status: 410,
      json: { error: 'channel_is_archived' },
    });
  });

  test('lives for 30 minutes', async () => {
    const url = emulator.newResponseUrl('C1');
    emulator.clock.advance(30 * minutes - 1);
    expect((await respondTo(url, { text: 'Hello' })).status).toBe(200);
    emulator.clock.advance(1);
    const late = await respondTo(url, { text: 'Hello' });
    expect(late).toMatchObject({ status: 404, json: { ok: false, error: 'expired_url' } });
  });

  test('takes five messages; one that is refused is not counted', async () => {
    const url = emulator.newResponseUrl('C1');
    expect((await respondTo(url, { text: '' })).json).toMatchObject({ error: 'no_text' });
    for (let count = 0; count < 5; count += 1) {
      expect((await respondTo(url, { text: 'Hello' })).status).toBe(200);
    }
    const sixth = await respondTo(url, { text: 'Hello' });
    expect(sixth).toMatchObject({ status: 404, json: { ok: false, error: 'used_url' } });
  });

  test('cannot be guessed', async () => {
    const url = emulator.newResponseUrl('C1');
    expect(emulator.newResponseUrl('C1')).not.toBe(url);
    expect((await respondTo(`${url}0`, { text: 'Hello' })).status).toBe(404);
  });
});
