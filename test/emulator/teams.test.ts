import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { startTeams } from './teams/index.ts';
import type { TeamsEmulator } from './teams/index.ts';

const call = callWith({});
let emulator: TeamsEmulator;

beforeEach(async () => {
  emulator = await startTeams();
});
afterEach(() => emulator.close());

const run = (over: object = {}) => ({ type: 'TextRun', text: 'Hello', ...over });
const block = (...inlines: readonly object[]) => ({ type: 'RichTextBlock', inlines });

function card(body: readonly object[], over: object = {}) {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    body,
    ...over,
  };
}

function message(content: unknown, over: object = {}) {
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content, ...over }] };
}

async function send(body: unknown, url = emulator.workflowUrl) {
  const { pathname, search } = new URL(url);
  return call(emulator, `${pathname}${search}`, { method: 'POST', body });
}

describe('a card', () => {
  test('is posted, and the answer is empty', async () => {
    const reply = await send(
      message(card([block(run(), run({ text: '0 2 * * *', fontType: 'monospace' }))])),
    );
    expect([reply.status, reply.text]).toEqual([202, '']);
    expect(emulator.cards).toEqual([['Hello`0 2 * * *`']]);
  });

  test.each([
    ['a style', [block(run({ size: 'medium', weight: 'bolder', color: 'good', isSubtle: true }))]],
    ['a block of Markdown', [{ type: 'TextBlock', text: '**Hello**', wrap: true }]],
  ])('may have %s', async (_, body) => {
    expect((await send(message(card(body)))).status).toBe(202);
  });

  test.each([
    ['an element that is not known', [{ type: 'CodeBlock', codeSnippet: 'x' }]],
    ['a field that is not known', [{ ...block(run()), text: 'x' }]],
    ['a run without a text', [block({ type: 'TextRun' })]],
    ['an empty text', [block(run({ text: '' }))]],
    ['a colour of its own', [block(run({ color: 'red' }))]],
    ['a block without a run', [block()]],
    ['no block', []],
  ])('may not have %s', async (_, body) => {
    expect((await send(message(card(body)))).status).toBe(400);
    expect(emulator.cards).toEqual([]);
  });

  test('is of the version that all clients know', async () => {
    const good = card([block(run())]);
    expect((await send(message({ ...good, version: '1.5' }))).status).toBe(400);
    expect((await send(message({ ...good, version: undefined }))).status).toBe(400);
    expect((await send(message({ ...good, title: 'x' }))).status).toBe(400);
  });

  test.each([
    ['no type', { type: undefined }],
    ['no attachment', { attachments: [] }],
    ['a text beside it', { text: 'x' }],
  ])('comes in a message that cannot have %s', async (_, over) => {
    expect((await send({ ...message(card([block(run())])), ...over })).status).toBe(400);
  });

  test.each([
    ['another type', { contentType: 'application/json' }],
    ['an address', { contentUrl: 'https://example.com' }],
    ['no address', { contentUrl: undefined }],
    ['a name', { name: 'x' }],
  ])('is an attachment that cannot have %s', async (_, over) => {
    expect((await send(message(card([block(run())]), over))).status).toBe(400);
  });

  test('may have 28 kB with all around it', async () => {
    const sized = (bytes: number) => {
      const runs = Array.from({ length: 4 }, () => run({ text: 'x'.repeat(6000) }));
      const empty = JSON.stringify(message(card([block(...runs, run({ text: '' }))]))).length;
      return message(card([block(...runs, run({ text: 'x'.repeat(bytes - empty) }))]));
    };
    expect((await send(sized(28 * 1024))).status).toBe(202);
    expect((await send(sized(28 * 1024 + 1))).status).toBe(413);
  });
});

test('a workflow is called by its URL only', async () => {
  const good = message(card([block(run())]));
  const { workflowUrl } = emulator;
  expect((await send(good, workflowUrl.replace('sig=', 'sig=x'))).status).toBe(401);
  expect((await send(good, workflowUrl.replace('/workflows/', '/workflows/x'))).status).toBe(404);
  const { pathname, search } = new URL(workflowUrl);
  expect((await call(emulator, `${pathname}${search}`)).status).toBe(405);
  const headers = { 'content-type': 'text/plain' };
  const options = { method: 'POST', body: JSON.stringify(good), headers };
  expect((await call(emulator, `${pathname}${search}`, options)).status).toBe(415);
  expect((await send('{')).status).toBe(400);
});

test('faults strike on demand', async () => {
  emulator.fail({ kind: 'status', status: 502 });
  expect((await send(message(card([block(run())])))).status).toBe(502);
  expect((await send(message(card([block(run())])))).status).toBe(202);
});
