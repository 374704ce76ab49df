import { expect, test } from 'vitest';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import { webhookTarget } from '../../../worker/notify/webhook/schema.ts';
import type { Target } from '../../../worker/notify/target.ts';
import type { Fault } from '../../emulator/faults.ts';
import { change } from '../change-fixture.ts';
import { annaIn, run, startAnnasSlack, tell, tellChange } from '../run-fixture.ts';
import { RECEIVER_NAMES, RECEIVERS } from './secret-channels.ts';

const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`;
const botToken = 'xoxb-a-secret-token';

const troubles: readonly Fault[] = [
  { kind: 'refused-connection' },
  { kind: 'html' },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 302, location: 'http://127.0.0.1/secret-place' },
];

test.each(troubles)(
  'no reason names a secret or a URL, nor what came back: %j',
  async (trouble) => {
    const slack = await startAnnasSlack();
    const anna = annaIn(slack);
    // Whatever it is asked, this Slack sends back all that is secret.
    const echo = `${botToken} ${secret} ${anna.responseUrl} ${slack.url}/hook?key=1`;
    const answers: readonly Fault[] = [
      { ...trouble, times: Infinity },
      { kind: 'json', body: { ok: false, error: echo }, times: Infinity },
      { kind: 'status', status: 403, body: echo, times: Infinity },
    ];
    const targets: readonly Target[] = [
      anna,
      slackTarget('C1'),
      webhookTarget(`${slack.url}/hook?key=1`, 'SECRET'),
    ];
    for (const fault of answers) {
      slack.clearFaults();
      slack.fail(fault);
      for (const target of targets) {
        const access = { apiUrl: slack.apiUrl, botToken, secrets: { SECRET: [secret] } };
        const told = await tell(target, run(), access);
        const text = JSON.stringify(told);
        expect(text).not.toMatch(/https?:|xoxb-|whsec_|commands|127\.0\.0\.1|hook\?|secret-/);
      }
    }
  },
);

const A_SECRET = /127\.0\.0\.1|012345|sig=|signature-of|token_of|7fQ|secret-place/;

test.each(troubles)('nor where the address is a secret: %j', async (trouble) => {
  for (const name of RECEIVER_NAMES) {
    const { emulator, target, secrets } = await RECEIVERS[name]();
    const echo = JSON.stringify(secrets);
    const answers: readonly Fault[] = [
      { ...trouble, times: Infinity },
      { kind: 'json', body: { status: echo, id: null, error: echo }, times: Infinity },
      { kind: 'status', status: 400, body: { message: echo, errors: [echo] }, times: Infinity },
    ];
    for (const fault of answers) {
      emulator.clearFaults();
      emulator.fail(fault);
      const told = await tellChange(target, change(), { secrets });
      expect(JSON.stringify(told)).not.toMatch(A_SECRET);
    }
    const tooMany = [...Object.values(secrets).flat(), 'and', 'more'];
    const access = { secrets: { [String(target['secretName'])]: tooMany } };
    const told = await tellChange(target, change(), access);
    expect(JSON.stringify(told)).not.toMatch(A_SECRET);
  }
});

test('no message shows the response URL that somebody asked with', async () => {
  const slack = await startAnnasSlack();
  const anna = annaIn(slack);
  await tell(anna, run(), { apiUrl: slack.apiUrl });
  await tell(anna, run(), { apiUrl: slack.apiUrl, botToken: null });
  expect(slack.messages).toHaveLength(2);
  expect(JSON.stringify(slack.messages)).not.toContain('secret-of-anna');
  expect(JSON.stringify(slack.messages)).not.toContain(anna.responseUrl);
});
