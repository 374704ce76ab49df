import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../shared/domain/instant.ts';
import type { Target } from '../../../../worker/notify/target.ts';
import type { SlackEmulator } from '../../../emulator/slack/index.ts';
import {
  annaIn,
  BY_ANNA,
  CHANNEL,
  bySlack,
  run,
  startAnnasSlack,
  tell,
} from '../../run-fixture.ts';

const told = { kind: 'delivered' };
const commands = /^\/commands\//;

/** With the emulator's own time, so that a URL dies on both sides at once. */
function tellAnna(slack: SlackEmulator, target: Target, botToken: string | null) {
  const { apiUrl, clock } = slack;
  return tell(target, run(), { apiUrl, botToken, now: clock.now() });
}

describe('with a bot', () => {
  test('whoever asked reads the outcome in the channel, addressed to them', async () => {
    const slack = await startAnnasSlack();
    const requestedBy = [bySlack({ user: 'U2', channel: 'C2' }), BY_ANNA, BY_ANNA];
    const access = { apiUrl: slack.apiUrl };
    expect(await tell(annaIn(slack), run({ requestedBy }), access)).toEqual(told);
    expect(slack.messages).toMatchObject([{ via: 'chat.postMessage', channel: CHANNEL }]);
    const blocks = JSON.stringify(slack.messages[0]?.blocks);
    expect(blocks).toContain('Asked for by <@U1> and 1 more');
    expect(blocks).not.toContain('U2');
  });

  test('that may not post there, the command’s own URL is used, for all to see', async () => {
    const slack = await startAnnasSlack();
    slack.addChannel({ id: CHANNEL, member: false });
    expect(await tellAnna(slack, annaIn(slack), 'xoxb-test-token')).toEqual(told);
    expect(slack.messages).toMatchObject([
      { via: 'response_url', channel: CHANNEL, ephemeral: false },
    ]);
  });

  test('that meets passing trouble, the URL is spared', async () => {
    const slack = await startAnnasSlack();
    slack.fail({ kind: 'status', status: 503 });
    expect(await tellAnna(slack, annaIn(slack), 'xoxb-test-token')).toMatchObject({
      kind: 'passing',
    });
    expect(slack.requests.map(({ path }) => path)).toEqual(['/api/chat.postMessage']);
  });

  test('that may not post there, once the URL has died, everybody is told directly', async () => {
    const slack = await startAnnasSlack();
    slack.addChannel({ id: CHANNEL, member: false });
    for (const user of ['U1', 'U2', 'U3']) slack.addUser(user);
    const target = annaIn(slack);
    slack.clock.advance(30 * MINUTE);
    const requestedBy = [BY_ANNA, bySlack({ user: 'U2' }), bySlack({ user: 'U3', channel: 'C2' })];
    const access = { apiUrl: slack.apiUrl, now: slack.clock.now() };
    expect(await tell(target, run({ requestedBy }), access)).toEqual(told);
    expect(slack.messages).toMatchObject([
      { via: 'chat.postMessage', channel: 'U1' },
      { via: 'chat.postMessage', channel: 'U2' },
    ]);
  });

  test('in a conversation that the app does not see, the URL is used, and then the user told', async () => {
    const slack = await startAnnasSlack();
    slack.addUser('U1');
    const target = { ...annaIn(slack), channel: 'D024BE91L' };
    expect(await tellAnna(slack, target, 'xoxb-test-token')).toEqual(told);
    slack.clock.advance(30 * MINUTE);
    expect(await tellAnna(slack, target, 'xoxb-test-token')).toEqual(told);
    expect(slack.messages).toMatchObject([{ via: 'response_url' }, { channel: 'U1' }]);
  });

  test('refused everywhere, all reasons are told, and it is tried again', async () => {
    const slack = await startAnnasSlack();
    slack.addChannel({ id: CHANNEL, member: false });
    const target = annaIn(slack);
    slack.clock.advance(30 * MINUTE);
    expect(await tellAnna(slack, target, 'xoxb-test-token')).toEqual({
      kind: 'passing',
      retryAfterMs: null,
      reason:
        'Slack refused it: not_in_channel (invite the app to the channel); ' +
        "the command's own URL has died; " +
        'Slack refused it: channel_not_found (the app cannot see this channel)',
    });
  });

  test('refused there, trouble that passes at the URL is tried again', async () => {
    const slack = await startAnnasSlack();
    slack.addChannel({ id: CHANNEL, member: false });
    slack.fail({ kind: 'status', status: 429, retryAfter: '7', when: { path: commands } });
    expect(await tellAnna(slack, annaIn(slack), 'xoxb-test-token')).toMatchObject({
      kind: 'passing',
      retryAfterMs: 7000,
      reason: expect.stringMatching(/not_in_channel.*; Slack did not accept it: ratelimited$/),
    });
  });
});

describe('without a bot', () => {
  test('the URL is used in its last moment, and left alone once it is dead', async () => {
    const slack = await startAnnasSlack();
    const target = annaIn(slack);
    slack.clock.advance(30 * MINUTE - 1);
    expect(await tellAnna(slack, target, null)).toEqual(told);
    slack.clock.advance(1);
    expect(await tellAnna(slack, target, null)).toEqual({
      kind: 'passing',
      reason: "There is no SLACK_BOT_TOKEN; the command's own URL has died",
      retryAfterMs: null,
    });
    expect(slack.requests).toHaveLength(1);
  });

  test('a URL that died earlier than could be known is refused by Slack', async () => {
    const slack = await startAnnasSlack();
    const target = annaIn(slack, { urlDiesAt: slack.clock.now() + 60 * MINUTE });
    slack.clock.advance(30 * MINUTE);
    expect(await tellAnna(slack, target, null)).toMatchObject({
      kind: 'passing',
      reason: expect.stringContaining('expired_url'),
    });
  });

  test('a URL takes five messages', async () => {
    const slack = await startAnnasSlack();
    const target = annaIn(slack);
    for (let count = 0; count < 5; count += 1) {
      expect(await tellAnna(slack, target, null)).toEqual(told);
    }
    expect(await tellAnna(slack, target, null)).toMatchObject({
      kind: 'passing',
      reason: expect.stringContaining('used_url'),
    });
    expect(slack.messages).toHaveLength(5);
  });

  test.each([404, 410])(
    'HTTP %i at the URL leaves only the bot, which may be there tomorrow',
    async (status) => {
      const slack = await startAnnasSlack();
      slack.fail({ kind: 'status', status, body: 'no_service' });
      expect(await tellAnna(slack, annaIn(slack), null)).toMatchObject({
        kind: 'passing',
        reason: expect.stringContaining('no_service'),
      });
    },
  );

  test.each([500, 503])('HTTP %i at the URL passes', async (status) => {
    const slack = await startAnnasSlack();
    slack.fail({ kind: 'status', status });
    expect(await tellAnna(slack, annaIn(slack), null)).toMatchObject({ kind: 'passing' });
  });

  test('the bare word ok is an answer too', async () => {
    const slack = await startAnnasSlack();
    slack.fail({ kind: 'status', status: 200, body: 'ok' });
    expect(await tellAnna(slack, annaIn(slack), null)).toEqual(told);
  });
});
