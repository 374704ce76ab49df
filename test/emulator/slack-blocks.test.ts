import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { message, post, startWithChannel } from './slack-fixtures.ts';
import type { SlackEmulator } from './slack/index.ts';

let emulator: SlackEmulator;

beforeEach(async () => {
  emulator = await startWithChannel();
});
afterEach(() => emulator.close());

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const button = (over: object = {}) => ({
  type: 'button',
  action_id: 'check',
  text: { type: 'plain_text', text: 'Check again' },
  value: 'prod',
  ...over,
});
const actions = (elements: unknown) => ({ type: 'actions', elements });
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

describe('blocks', () => {
  test.each([
    ['50 of them', times(50, { type: 'divider' })],
    ['3000 characters in a section', [section('x'.repeat(3000))]],
    ['150 characters in a header', [header('x'.repeat(150))]],
    ['10 elements', [{ type: 'context', elements: times(10, mrkdwn('x')) }]],
    [
      '25 buttons',
      [actions(times(25, 0).map((_, index) => button({ action_id: `check-${index}` })))],
    ],
    [
      'a button at its limits',
      [
        actions([
          button({ value: 'x'.repeat(2000), text: { type: 'plain_text', text: 'x'.repeat(75) } }),
        ]),
      ],
    ],
    ['verbatim text', [{ type: 'section', text: { ...mrkdwn('x'), verbatim: true } }]],
  ])('are taken at the limit: %s', async (_, blocks) => {
    expect((await post(emulator, { ...message, blocks })).json).toMatchObject({ ok: true });
    expect(emulator.messages[0]?.blocks).toEqual(blocks);
  });

  test.each([
    ['51 of them', times(51, { type: 'divider' }), '/blocks'],
    ['none', [], '/blocks'],
    ['no list', {}, '/blocks'],
    ['3001 characters in a section', [section('x'.repeat(3001))], '/blocks/0/text/text'],
    ['no character', [section('')], '/blocks/0/text/text'],
    ['151 characters in a header', [header('x'.repeat(151))], '/blocks/0/text/text'],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn('x') }], '/blocks/0/text'],
    ['11 elements', [{ type: 'context', elements: times(11, mrkdwn('x')) }], '/blocks/0/elements'],
    ['a strange type', [{ type: 'sections' }], '/blocks/0'],
    ['no type', [{}], '/blocks/0'],
    ['a strange field', [{ ...section('x'), color: 'red' }], '/blocks/0'],
    ['no text', [{ type: 'section' }], '/blocks/0'],
    ['text that is not one', [{ type: 'section', text: 'x' }], '/blocks/0/text'],
    ['no button', [actions([])], '/blocks/0/elements'],
    ['26 buttons', [actions(times(26, button()))], '/blocks/0/elements'],
    ['two of one action', [actions([button(), button()])], '/blocks/0/elements'],
    [
      '76 characters on a button',
      [actions([button({ text: { type: 'plain_text', text: 'x'.repeat(76) } })])],
      '/blocks/0/elements/0/text/text',
    ],
    [
      '2001 characters behind it',
      [actions([button({ value: 'x'.repeat(2001) })])],
      '/blocks/0/elements/0/value',
    ],
    ['mrkdwn on it', [actions([button({ text: mrkdwn('x') })])], '/blocks/0/elements/0/text'],
    [
      'a second one that is wrong',
      [section('x'), { type: 'section', text: { type: 'mrkdwn', text: 7 } }],
      '/blocks/1/text/text',
    ],
  ])('are refused beyond it, and the place is named: %s', async (_, blocks, place) => {
    expect((await post(emulator, { ...message, blocks })).json).toEqual({
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: [expect.stringContaining(`[json-pointer:${place}]`)] },
    });
    expect(emulator.messages).toEqual([]);
  });
});
