import { describe, expect, test } from 'vitest';
import type { DeliveryResult } from '../../../../worker/notify/channel.ts';
import { slackTarget } from '../../../../worker/notify/slack/schema.ts';
import type { Fault } from '../../../emulator/faults.ts';
import { run, startAnnasSlack, tell } from '../../run-fixture.ts';

const channel = slackTarget('C1');

/** Tried again for a day: somebody may see to it. */
const curable = (reason: string) => ({ kind: 'passing', reason, retryAfterMs: null });

/** Tells the channel of a Slack that one fault strikes. */
async function tellStruck(fault: Fault): Promise<DeliveryResult> {
  const slack = await startAnnasSlack();
  slack.fail(fault);
  return tell(channel, run(), { apiUrl: slack.apiUrl });
}

describe('a channel that the configuration names', () => {
  test('reads how the run ended', async () => {
    const slack = await startAnnasSlack();
    expect(await tell(channel, run(), { apiUrl: slack.apiUrl })).toEqual({ kind: 'delivered' });
    expect(slack.messages).toMatchObject([
      {
        via: 'chat.postMessage',
        channel: 'C1',
        ephemeral: false,
        text: expect.stringContaining('✅ Backup of `prod` succeeded'),
      },
    ]);
    expect(slack.messages[0]?.blocks.length).toBeGreaterThan(0);
    expect(slack.requests[0]?.body).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });

  test.each(['failed', 'timed-out'] as const)('reads of a run that %s', async (state) => {
    const slack = await startAnnasSlack();
    const ended = run({ state, message: 'the disk is full' });
    expect(await tell(channel, ended, { apiUrl: slack.apiUrl })).toEqual({ kind: 'delivered' });
    expect(slack.messages[0]?.text).toContain('the disk is full');
  });

  test('cannot be told as long as there is no bot', async () => {
    const slack = await startAnnasSlack();
    const withoutBot = { apiUrl: slack.apiUrl, botToken: null };
    const reason = 'There is no SLACK_BOT_TOKEN';
    expect(await tell(channel, run(), withoutBot)).toEqual(curable(reason));
    expect(slack.requests).toEqual([]);
  });

  test('is not told of a run that has not ended', async () => {
    await expect(tell(channel, run({ state: 'running' }))).rejects.toThrow(RangeError);
  });
});

describe('a refusal that a person can cure', () => {
  test.each([
    ['channel_not_found', { id: 'C9' }],
    ['not_in_channel', { id: 'C1', member: false }],
    ['is_archived', { id: 'C1', archived: true }],
  ])('%s, as Slack gives it', async (word, state) => {
    const slack = await startAnnasSlack();
    slack.addChannel(state);
    const target = word === 'channel_not_found' ? slackTarget('C404') : channel;
    const told = await tell(target, run(), { apiUrl: slack.apiUrl });
    expect(told).toMatchObject({ kind: 'passing', reason: expect.stringContaining(word) });
  });

  test('not_in_channel, and then the app is invited', async () => {
    const slack = await startAnnasSlack();
    slack.addChannel({ id: 'C1', member: false });
    const again = () => tell(channel, run(), { apiUrl: slack.apiUrl });
    expect(await again()).toMatchObject({ kind: 'passing' });
    slack.addChannel({ id: 'C1' });
    expect(await again()).toEqual({ kind: 'delivered' });
  });

  test('invalid_auth, as Slack gives it to a token that is none', async () => {
    const { apiUrl } = await startAnnasSlack();
    const told = await tell(channel, run(), { apiUrl, botToken: 'xoxb-of-yesterday' });
    expect(told).toEqual(curable('Slack refused it: invalid_auth (renew SLACK_BOT_TOKEN)'));
  });

  test.each([
    'not_authed',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'org_login_required',
    'account_inactive',
    'restricted_action',
    'a_word_of_next_year',
  ])('%s', async (error) => {
    const told = await tellStruck({ kind: 'json', body: { ok: false, error } });
    expect(told).toMatchObject({ kind: 'passing', reason: expect.stringContaining(error) });
  });

  test.each([400, 401, 403, 404])('HTTP %i', async (status) => {
    const told = await tellStruck({ kind: 'status', status, body: '' });
    expect(told).toEqual(curable(`Slack refused it: HTTP ${status}`));
  });
});

describe('a refusal that stands', () => {
  test.each(['invalid_blocks', 'invalid_arguments', 'msg_too_long', 'no_text', 'unknown_method'])(
    '%s: the message would not be taken tomorrow either',
    async (error) => {
      const told = await tellStruck({ kind: 'json', body: { ok: false, error } });
      expect(told).toEqual({ kind: 'undeliverable', reason: `Slack refused it: ${error}` });
    },
  );

  test('HTTP 410', async () => {
    const told = await tellStruck({ kind: 'status', status: 410, body: '' });
    expect(told).toEqual({ kind: 'undeliverable', reason: 'Slack refused it: HTTP 410' });
  });
});

describe('trouble that passes', () => {
  test.each(['ratelimited', 'rate_limited', 'fatal_error', 'internal_error'])(
    '%s',
    async (error) => {
      const told = await tellStruck({ kind: 'json', body: { ok: false, error } });
      const reason = `Slack did not accept it: ${error}`;
      expect(told).toEqual({ kind: 'passing', reason, retryAfterMs: null });
    },
  );

  test.each([301, 408, 425, 429, 500, 502, 503])('HTTP %i', async (status) => {
    const told = await tellStruck({ kind: 'status', status, body: '' });
    const reason = `Slack did not accept it: HTTP ${status}`;
    expect(told).toEqual({ kind: 'passing', reason, retryAfterMs: null });
  });

  test('HTTP 503, whatever word comes with it', async () => {
    const body = { ok: false, error: 'invalid_auth' };
    expect(await tellStruck({ kind: 'status', status: 503, body })).toMatchObject({
      kind: 'passing',
    });
  });

  test('too many messages: Slack says when to try again', async () => {
    const told = await tellStruck({ kind: 'status', status: 429, retryAfter: '30' });
    const reason = 'Slack did not accept it: ratelimited';
    expect(told).toEqual({ kind: 'passing', reason, retryAfterMs: 30_000 });
  });

  test.each<Fault>([{ kind: 'html' }, { kind: 'cut-json' }, { kind: 'json', body: { ok: 'yes' } }])(
    'an answer that cannot be read: %j',
    async (fault) => {
      const reason = 'Slack did not accept it: its answer could not be read';
      expect(await tellStruck(fault)).toEqual({ kind: 'passing', reason, retryAfterMs: null });
    },
  );

  test.each<Fault>([{ kind: 'refused-connection' }, { kind: 'lost-answer' }, { kind: 'cut-body' }])(
    'no whole answer: %j',
    async (fault) => {
      expect(await tellStruck(fault)).toEqual({
        kind: 'passing',
        reason: 'Slack could not be reached: the connection dropped before the answer was complete',
        retryAfterMs: null,
      });
    },
  );

  test('the same message, tried again, arrives', async () => {
    const slack = await startAnnasSlack();
    slack.fail({ kind: 'status', status: 503 });
    const again = () => tell(channel, run(), { apiUrl: slack.apiUrl });
    expect(await again()).toMatchObject({ kind: 'passing' });
    expect(await again()).toEqual({ kind: 'delivered' });
    expect(slack.messages).toHaveLength(1);
  });
});
