import { describe, expect, test } from 'vitest';
import { openApp } from '../../open-app.ts';
import { altered, slackForm, slackPost } from '../../signed-requests.ts';
import { typed } from './reply.ts';

describe('a command that asks for nothing', () => {
  test.each(['', '   ', 'help', 'HELP'])(
    '"%s" explains the command and names the services',
    async (text) => {
      const open = openApp();
      const reply = await typed(open, text);
      expect(reply).toContain('/backup &lt;service&gt; [type]');
      expect(reply).toContain('`full`, `incremental`, `binarylog`, `dump`, `snapshot`');
      expect(reply).toContain('`prod`, `shop`, `archive`');
      expect(open.accepted).toEqual([]);
    },
  );

  test.each(['prod full at once', 'prod now full', 'status prod shop', 'please take a backup'])(
    '"%s" is not guessed at',
    async (text) => {
      const open = openApp();
      expect(await typed(open, text)).toContain(`I don't understand \`${text}\``);
      expect(open.accepted).toEqual([]);
    },
  );

  test('a type that there is not is answered with those that there are', async () => {
    const open = openApp();
    const reply = await typed(open, 'prod fulll');
    expect(reply).toContain('There is no backup type `fulll`');
    expect(reply).toContain('`full`, `incremental`');
    expect(open.accepted).toEqual([]);
  });

  test('services beyond what a message can hold are counted', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `service-with-a-long-name-${index}`);
    const prod = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY' };
    const services = Object.fromEntries(names.map((name) => [name, { ...prod, service: name }]));
    const open = openApp({ config: { services, slack: { allow: [{}] } } });
    expect(await typed(open, 'help')).toContain('and 160 more');
    expect(await typed(open, 'typo')).toContain('and 160 more');
    expect(await typed(open, 'status')).toContain('160 more were not checked');
  });
});

describe('the form', () => {
  test("Slack's check of the certificate is answered, once it is proved to be Slack's", async () => {
    const { app, accepted } = openApp();
    const check = slackPost('ssl_check=1&token=legacy');
    const answer = await app.request(...check);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const forged = altered(check, { headers: { 'x-slack-signature': 'v0=' } });
    expect((await app.request(...forged)).status).toBe(401);
    expect(accepted).toEqual([]);
  });

  test.each([
    ['team_id', ''],
    ['channel_id', 'general'],
    ['user_id', '<@U1>'],
    ['trigger_id', ''],
    ['trigger_id', 'a b'],
    ['response_url', 'none'],
  ])('with %s "%s" cannot be read: the field is named', async (field, value) => {
    const { app, accepted } = openApp();
    const answer = await app.request(...slackPost(slackForm('prod', { [field]: value })));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: { code: 'unreadable', message: `The field ${field} is missing or invalid.` },
    });
    expect(accepted).toEqual([]);
  });

  test('that is no form names the first field that is missing', async () => {
    const answer = await openApp().app.request(...slackPost('{"team_id":"T1"}'));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'unreadable' } });
  });
});
