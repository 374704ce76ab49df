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
      webhook: [WEBHOOK_SECRET],
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
      expect(problemsWith({}, { [name]: 12345678 })).toEqual([`${name}: give a text`]);
    },
  );

  test.each(['SLACK_SIGNING_SECRET', 'GITHUB_WEBHOOK_SECRET'])(
    'that is a sentence is refused, for its words would be guessed: %s',
    (name) => {
      expect(problemsWith({}, { [name]: GITHUB_EXAMPLE.secret })).toEqual([
        `${name}: give values of at least 8 characters; spaces separate them, so none can hold one`,
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
      expect.stringMatching(/^WEBHOOK_SECRET: give /),
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

describe("the bot's token", () => {
  test('is one', () => {
    expect(secretsOf({ SLACK_BOT_TOKEN: ' xoxb-test-token\n' })).toMatchObject({
      slackBotToken: 'xoxb-test-token',
    });
    expect(problemsWith({}, { SLACK_BOT_TOKEN: 'xoxb-test-token xoxb-another' })).toEqual([
      'SLACK_BOT_TOKEN: give one token, such as xoxb-…',
    ]);
  });
});

describe('a credential', () => {
  const A_SECRET =
    'services.prod.credential: give the name of a secret that is set and holds one key, such as BACKUP_API_KEY';
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
