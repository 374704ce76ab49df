import { describe, expect, test } from 'vitest';
import { isResponseUrl } from '../../../worker/slack/response-url.ts';
import { startPlainServer } from '../../shared/http/plain-server.ts';
import { annaIn, run, startAnnasSlack, tell } from '../run-fixture.ts';

const slackApi = 'https://slack.com/api';

describe('a response URL is followed', () => {
  test.each([
    ['https://hooks.slack.com/commands/T1/1/x', slackApi],
    ['https://hooks.slack.com/commands/T1/1/x?y=1', 'http://127.0.0.1:8080/api'],
    ['https://hooks.slack-gov.com/commands/T1/1/x', slackApi],
    ['https://hooks.slack-gov.com/commands/T1/1/x', 'https://slack-gov.com/api'],
    ['https://slack.com/commands/T1/1/x', slackApi],
    ['https://slack.example:8443/commands/x', 'https://slack.example:8443/api'],
    ['http://127.0.0.1:8080/commands/x', 'http://127.0.0.1:8080/api'],
    ['http://localhost:8080/commands/x', 'http://localhost:8080/api'],
  ])('to %s, where the API is %s', (url, apiUrl) => {
    expect(isResponseUrl(url, apiUrl)).toBe(true);
  });
});

describe('a response URL is not followed', () => {
  test.each([
    ['another host', 'https://evil.example/commands/x', slackApi],
    ['a host that only begins like it', 'https://hooks.slack.com.evil.example/x', slackApi],
    ['a host that only ends like it', 'https://evilhooks.slack.com/x', slackApi],
    ['a host below it', 'https://x.hooks.slack.com/x', slackApi],
    [
      'a host that only begins like GovSlack',
      'https://hooks.slack-gov.com.evil.example/x',
      slackApi,
    ],
    ['its name as a user', 'https://hooks.slack.com@evil.example/x', slackApi],
    ['a user at the right host', 'https://user:pass@hooks.slack.com/x', slackApi],
    ['another port', 'https://hooks.slack.com:8443/x', slackApi],
    ['another port of the API', 'http://127.0.0.1:9/x', 'http://127.0.0.1:8080/api'],
    ['plain HTTP', 'http://hooks.slack.com/x', slackApi],
    ['plain HTTP to the API', 'http://slack.com/x', slackApi],
    ['loopback where the API is not', 'http://127.0.0.1/x', slackApi],
    ['another scheme', 'file://hooks.slack.com/x', slackApi],
    ['nothing', '', slackApi],
    ['no URL', 'hooks.slack.com/x', slackApi],
  ])('to %s', (_, url, apiUrl) => {
    expect(isResponseUrl(url, apiUrl)).toBe(false);
  });

  test('and whoever waits there hears nothing', async () => {
    const slack = await startAnnasSlack();
    const stranger = await startPlainServer();
    const target = annaIn(slack, { responseUrl: `${stranger.url}/commands/x` });
    expect(await tell(target, run(), { apiUrl: slack.apiUrl, botToken: null })).toEqual({
      kind: 'passing',
      reason: "There is no SLACK_BOT_TOKEN; the command's own URL is not one of Slack's",
      retryAfterMs: null,
    });
    expect(stranger.requests).toEqual([]);
    expect(slack.requests).toEqual([]);
  });
});
