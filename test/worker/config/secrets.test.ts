import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/index.ts';
import { GITHUB_EXAMPLE } from '../../vectors/signatures.ts';
import { CONFIG, SECRETS, WEBHOOK_SECRET } from '../open-app.ts';
import { problemsWith } from './problems.ts';

function secretsOf(over: Readonly<Record<string, unknown>>) {
  const parsed = parseConfig({ CONFIG, ...SECRETS, ...over });
  return parsed.ok ? parsed.value.secrets : parsed.problem;
}

describe('a secret of an entrance', () => {
  test('may hold several values, separated by any white space', () => {
    const over = {
      GITHUB_WEBHOOK_SECRET: ' the-old-one\tthe-new-one\n',
      SLACK_SIGNING_SECRET: '12345678',
    };
    expect(secretsOf(over)).toEqual({
      slackSigning: ['12345678'],
      slackBotToken: null,
      github: ['the-old-one', 'the-new-one'],
      githubApp: null,
      webhook: [WEBHOOK_SECRET],
      status: [],
    });
  });

  test.each([undefined, '', ' \n '])('that is %j is none', (value) => {
    const over = {
      SLACK_SIGNING_SECRET: value,
      GITHUB_WEBHOOK_SECRET: value,
      WEBHOOK_SECRET: value,
    };
    expect(secretsOf(over)).toMatchObject({ slackSigning: [], github: [], webhook: [] });
  });

  test.each(['SLACK_SIGNING_SECRET', 'GITHUB_WEBHOOK_SECRET', 'WEBHOOK_SECRET', 'SLACK_BOT_TOKEN'])(
    'has to be a text: %s',
    (name) => {
      expect(problemsWith({}, { [name]: 12345678 })).toEqual([`${name}: must be a string`]);
    },
  );

  test.each(['SLACK_SIGNING_SECRET', 'GITHUB_WEBHOOK_SECRET'])(
    'that is a sentence is refused, for its words would be guessed: %s',
    (name) => {
      expect(problemsWith({}, { [name]: GITHUB_EXAMPLE.secret })).toEqual([
        `${name}: each value needs at least 8 characters; spaces separate values, so none can contain one`,
      ]);
      expect(problemsWith({}, { [name]: '1234567' })).toHaveLength(1);
      expect(problemsWith({}, { [name]: '12345678' })).toEqual([]);
    },
  );

  test.each([
    'whsec_',
    'whsec_AAAAAAAAAAAAAAA',
    'whsec_AAAAAAAAAAAA',
    'whsec_AAAAAAAAAAAAAAAA!',
    'whsec_AAAA-AAAA_AAAAAAA',
    'not base64!',
    `${WEBHOOK_SECRET} nonsense`,
  ])('for webhooks has to be one of their scheme: %s', (value) => {
    expect(problemsWith({}, { WEBHOOK_SECRET: value })).toMatchObject([
      expect.stringMatching(/^WEBHOOK_SECRET: (?:use|each value needs) /),
    ]);
  });

  test.each([
    'whsec_AAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAA=',
    'whsec_AAAAAAAAAAAAAAAAAA==',
    `${WEBHOOK_SECRET}\n${WEBHOOK_SECRET}`,
  ])('for webhooks may be %s', (value) => {
    expect(problemsWith({}, { WEBHOOK_SECRET: value })).toEqual([]);
  });
});

describe('base64 that was wrapped over two lines', () => {
  const WRAPPED =
    'use one line per value, with its whsec_ if one of them has it: base64 that is wrapped over several lines counts as several values';
  const base64 = (bytes: number) => Buffer.alloc(bytes, 'a secret of the test').toString('base64');
  const wrap = (text: string, width: number) =>
    text.replace(RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');

  test.each([
    ['as openssl does it', `whsec_${wrap(base64(64), 64)}`],
    ['as base64 does it', `whsec_${wrap(base64(70), 76)}`],
    ['prefix and all', wrap(`whsec_${base64(64)}`, 76)],
    ['in the middle', 'whsec_MfKQ9r8GKYqrTwjU\nPD8ILPZIo2LaLaSw'],
    ['before its padding', 'whsec_AAAAAAAAAAAAAAAAAA\n=='],
    ['without its prefix', wrap(base64(64), 64)],
    ['by a space', 'whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw'],
  ])('is refused for webhooks, with the reason: %s', (_, secret) => {
    expect(problemsWith({}, { WEBHOOK_SECRET: secret })).toEqual([`WEBHOOK_SECRET: ${WRAPPED}`]);
    const notify = [{ on: 'all', webhook: 'https://example.com', secret: 'NOTIFY_SECRET' }];
    expect(problemsWith({ notify }, { NOTIFY_SECRET: secret })).toEqual([
      `notify[0].secret: use the name of a secret that is set and holds ${WRAPPED.slice(4)}`,
    ]);
  });

  test.each(['GITHUB_WEBHOOK_SECRET', 'SLACK_SIGNING_SECRET', 'STATUS_TOKEN'])(
    'is refused as %s too',
    (name) => {
      for (const secret of [wrap(base64(60), 64), wrap(base64(64), 76), wrap(base64(32), 30)]) {
        expect(problemsWith({}, { [name]: secret })).toEqual([`${name}: ${WRAPPED}`]);
      }
    },
  );

  test.each([
    ['two in base64', `${base64(32)}\n${base64(20)}`],
    ['two in hexadecimal', `${'0f'.repeat(32)}\n${'f0'.repeat(32)}`],
    ['two that spaces separate', `${base64(48)} ${base64(32)}`],
    ['one with a line break after it', `${base64(48)}\n`],
  ])('is not what several values are taken for: %s', (_, secret) => {
    expect(problemsWith({}, { GITHUB_WEBHOOK_SECRET: secret })).toEqual([]);
  });
});

describe("the bot's token", () => {
  test('is one', () => {
    expect(secretsOf({ SLACK_BOT_TOKEN: ' xoxb-test-token\n' })).toMatchObject({
      slackBotToken: 'xoxb-test-token',
    });
    expect(problemsWith({}, { SLACK_BOT_TOKEN: 'xoxb-test-token xoxb-another' })).toEqual([
      'SLACK_BOT_TOKEN: use one token, such as xoxb-…',
    ]);
  });
});

describe('a credential', () => {
  const A_SECRET =
    'services.prod.credential: use the name of a secret that is set and holds one key, such as BACKUP_API_KEY';
  const onlyProd = { services: { prod: CONFIG.services.prod }, webhook: {} };

  test.each(['', '  ', 'two keys', 'kéy-that-no-header-takes', 7, null])(
    'that holds %j is none',
    (value) => {
      expect(problemsWith(onlyProd, { SKYSQL_API_KEY: value })).toEqual([A_SECRET]);
    },
  );

  test('is taken without the line break that came with it', () => {
    const parsed = parseConfig({ CONFIG: onlyProd, ...SECRETS, SKYSQL_API_KEY: 'a-key\n' });
    expect(parsed.ok && parsed.value.services.get('prod')?.apiKey).toBe('a-key');
  });
});
