import { describe, expect, test } from 'vitest';
import { MARKED } from '../../../../shared/report/medium.ts';
import { slackTarget } from '../../../../worker/notify/slack/schema.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import type { Fault } from '../../../emulator/faults.ts';
import { change, later, RECOVERED } from '../../change-fixture.ts';
import { rememberMessages, run, startAnnasSlack, tell, tellChange } from '../../run-fixture.ts';

const channel = slackTarget('C1');
const delivered = { kind: 'delivered' };
const updates = { path: /chat\.update$/ };
const posts = { path: /chat\.postMessage$/ };
const WORSE = later({ kind: 'worse', before: 'warn' });
const WARNED = change({ verdict: 'warn' });

/** A channel that remembers what was told there, as the coordinator does. */
async function openChannel() {
  const slack = await startAnnasSlack();
  const access = { apiUrl: slack.apiUrl, incidentMessages: rememberMessages() };
  return {
    slack,
    tell: (told: VerdictChange, target = channel) => tellChange(target, told, access),
    asked: () => slack.requests.map(({ path }) => path.replace('/api/', '')),
  };
}

const titleOf = (blocks: readonly unknown[] = []) => JSON.stringify(blocks[0]);
const buttonsOf = (blocks: readonly unknown[] = []) =>
  JSON.stringify(blocks).match(/"action_id":"\w+"/g) ?? [];

describe('an incident that opens', () => {
  test('is a message that says what is wrong, what to do, and has the buttons', async () => {
    const { slack, tell: say } = await openChannel();
    expect(await say(change())).toEqual(delivered);
    expect(slack.messages).toMatchObject([
      {
        channel: 'C1',
        text: '❌ Deploy blocked on `prod`: the last backup failed',
        blocks: [
          {
            type: 'section',
            text: { text: '*❌ Deploy blocked on `prod`: the last backup failed*', verbatim: true },
          },
          {
            type: 'section',
            text: {
              text: 'Last backup failed (`full`, 15 Jan 02:00 UTC).\nTake one now: `/backup prod` in Slack.',
              verbatim: true,
            },
          },
          {
            type: 'context',
            elements: [
              {
                text: expect.stringMatching(/^Latest usable backup: .*Provider: MariaDB Cloud$/),
              },
            ],
          },
          {
            type: 'actions',
            elements: [
              { action_id: 'check', value: 'prod', text: { text: 'Check again' } },
              { action_id: 'backup', value: 'prod', text: { text: 'Back up now' } },
              { action_id: 'snooze', value: 'prod', text: { text: 'Snooze 24 h' } },
            ],
          },
        ],
      },
    ]);
  });

  test('with many findings shows the first, and counts the others', async () => {
    const { slack, tell: say } = await openChannel();
    const finding = { severity: 'block' as const, fact: 'It is bad.', remedy: '' };
    await say(change({ findings: Array.from({ length: 12 }, () => finding) }));
    const blocks = slack.messages[0]?.blocks ?? [];
    expect(blocks).toHaveLength(1 + 8 + 2);
    expect(JSON.stringify(blocks.at(-2))).toContain('and 4 more · ');
  });
});

describe('an incident that goes on', () => {
  test('is one message, which is edited, with a line in its thread that the channel sees', async () => {
    const { slack, tell: say, asked } = await openChannel();
    for (const told of [WARNED, WORSE, RECOVERED]) expect(await say(told)).toEqual(delivered);
    const [first, ...lines] = slack.messages;
    expect(first?.text).toBe('✅ `prod` recovered: last good backup 20m ago');
    expect(titleOf(first?.blocks)).toContain('recovered');
    const thread = { ts: first?.ts, broadcast: true };
    expect(lines).toMatchObject([
      { text: '❌ Deploy blocked on `prod`: the last backup failed', thread },
      { text: '✅ `prod` recovered: last good backup 20m ago', thread },
    ]);
    const update = ['chat.update', 'chat.postMessage'];
    expect(asked()).toEqual(['chat.postMessage', ...update, ...update]);
  });

  test('has buttons until it is over', async () => {
    const { slack, tell: say } = await openChannel();
    await say(WARNED);
    await say(WORSE);
    expect(buttonsOf(slack.messages[0]?.blocks)).toHaveLength(3);
    await say(RECOVERED);
    expect(buttonsOf(slack.messages[0]?.blocks)).toEqual([]);
  });

  test('has a message of its own in each channel, and another incident has another', async () => {
    const { slack, tell: say } = await openChannel();
    slack.addChannel({ id: 'C2' });
    await say(change());
    await say(change(), slackTarget('C2'));
    await say(change({ incident: 'prod-2' }));
    await say(RECOVERED, slackTarget('C2'));
    expect(slack.messages.map((message) => [message.channel, message.text.slice(0, 1)])).toEqual([
      ['C1', '❌'],
      ['C2', '✅'],
      ['C1', '❌'],
      ['C2', '✅'],
    ]);
  });

  test('of which nobody heard begins with its present state', async () => {
    const { slack, tell: say } = await openChannel();
    expect(await say(WORSE)).toEqual(delivered);
    expect(slack.messages).toMatchObject([{ text: expect.stringMatching(/^❌/) }]);
    expect(slack.messages[0]?.thread).toBeUndefined();
  });
});

describe('where the message cannot be edited', () => {
  test.each(['edit_window_closed', 'cant_update_message', 'message_not_found', 'a_word_of_2027'])(
    'the incident gets a new one, which is edited from then on: %s',
    async (error) => {
      const { slack, tell: say, asked } = await openChannel();
      await say(WARNED);
      slack.fail({ kind: 'json', body: { ok: false, error }, when: updates });
      expect(await say(WORSE)).toEqual(delivered);
      expect(slack.messages.map(({ text }) => text.slice(0, 1))).toEqual(['⚠', '❌']);
      expect(await say(RECOVERED)).toEqual(delivered);
      expect(slack.messages.map(({ text }) => text.slice(0, 1))).toEqual(['⚠', '✅', '✅']);
      expect(asked()).toEqual([
        'chat.postMessage',
        'chat.update',
        'chat.postMessage',
        'chat.update',
        'chat.postMessage',
      ]);
    },
  );

  test('because somebody deleted it, the same', async () => {
    const { slack, tell: say } = await openChannel();
    await say(change());
    slack.deleteMessage(slack.messages[0]?.ts ?? '');
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages).toMatchObject([{ text: expect.stringMatching(/^✅/) }]);
  });

  test('nor answered, the same', async () => {
    const { slack, tell: say } = await openChannel();
    await say(change());
    const body = { ok: false, error: 'restricted_action_thread_locked' };
    slack.fail({ kind: 'json', body, when: posts });
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages.map(({ thread }) => thread)).toEqual([undefined, undefined]);
  });
});

describe('trouble', () => {
  const troubles: readonly Fault[] = [
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, retryAfter: '7' },
    { kind: 'lost-answer' },
    { kind: 'json', body: { ok: false, error: 'ratelimited' } },
  ];

  test.each(troubles)('that passes while editing is waited for: %j', async (fault) => {
    const { slack, tell: say } = await openChannel();
    await say(change());
    slack.fail({ ...fault, when: updates });
    expect(await say(RECOVERED)).toMatchObject({ kind: 'passing' });
    expect(slack.messages).toHaveLength(1);
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages).toHaveLength(2);
  });

  test.each(troubles)('that passes while answering is waited for: %j', async (fault) => {
    const { slack, tell: say } = await openChannel();
    await say(change());
    slack.fail({ ...fault, when: posts });
    expect(await say(RECOVERED)).toMatchObject({ kind: 'passing' });
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages[0]?.text).toMatch(/^✅/);
  });

  test('that a person can cure is told again, and then the message is remembered', async () => {
    const { slack, tell: say } = await openChannel();
    slack.addChannel({ id: 'C1', member: false });
    expect(await say(change())).toEqual({
      kind: 'passing',
      reason: 'Slack refused it: not_in_channel (invite the app to the channel)',
      retryAfterMs: null,
    });
    slack.addChannel({ id: 'C1' });
    expect(await say(change())).toEqual(delivered);
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages[0]?.text).toMatch(/^✅/);
  });

  test('a message that Slack takes is never read as lost, however long its answer', async () => {
    const { slack, tell: say } = await openChannel();
    const long = `${MARKED.quote('&'.repeat(200))} ${'é'.repeat(2000)}`;
    const findings = Array.from({ length: 30 }, () => ({
      severity: 'block' as const,
      fact: long,
      remedy: long,
    }));
    expect(await say(change({ findings }))).toEqual(delivered);
    expect(await say(RECOVERED)).toEqual(delivered);
    expect(slack.messages).toHaveLength(2);
  });
});

describe('a run that failed', () => {
  test.each(['failed', 'timed-out'] as const)('has the buttons too: %s', async (state) => {
    const slack = await startAnnasSlack();
    await tell(channel, run({ state }), { apiUrl: slack.apiUrl });
    expect(buttonsOf(slack.messages[0]?.blocks)).toHaveLength(3);
  });

  test('but not one that succeeded', async () => {
    const slack = await startAnnasSlack();
    await tell(channel, run(), { apiUrl: slack.apiUrl });
    expect(buttonsOf(slack.messages[0]?.blocks)).toEqual([]);
  });
});
