import { EVERY_FINDING } from '../../../shared/domain/every-finding-fixture.ts';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ServiceResult } from '../../../../shared/domain/service-result.ts';
import { type SlackEmulator, startSlack } from '../../../emulator/slack/index.ts';
import { serviceResult } from '../../../shared/report/service-result-fixture.ts';
import { API_KEY, CONFIG, openApp, SERVICES } from '../../open-app.ts';
import { slackForm, slackPost } from '../../signed-requests.ts';
import { readBlocks, readReply, typed } from './reply.ts';

const tooOld = serviceResult({
  verdict: 'block',
  findings: [
    {
      code: 'status-unrecognised',
      severity: 'block',
      backupId: 'b7',
      statusText: 'Gone <fishing>',
    },
    { code: 'no-schedule', severity: 'warn' },
    { code: 'schedule-unverifiable', severity: 'info', scheduleIds: ['s1'] },
  ],
});

const FINDINGS = {
  block: [EVERY_FINDING['latest-backup-failed']],
  warn: [EVERY_FINDING['no-schedule']],
  pass: [],
};

describe('the status', () => {
  test('of a service is its verdict, the last good recovery point, and the reasons with what to do', async () => {
    const judged: unknown[] = [];
    const judge = async (service: unknown) => {
      judged.push(service);
      return tooOld;
    };
    const reply = await typed(openApp({ judge }), 'status prod');
    expect(judged).toMatchObject([
      { name: 'prod', service: SERVICES.prod.service, apiKey: API_KEY },
    ]);
    expect(reply.split('\n')).toEqual([
      '⛔ `prod`: could not check the backups: the newest one has an unknown status',
      '• The newest backup has an unknown status: `Gone &lt;fishing&gt;`.',
      "    ↳ *To do:* Check it in MariaDB Cloud's portal. To only warn meanwhile, set `services.prod.policy.onUnknown` to `warn`.",
      '• There is no recurring backup schedule, so no backup is due.',
      "    ↳ *To do:* Set one up in MariaDB Cloud's portal.",
      'Last good backup 15 Jan 02:00 UTC, 10h ago; next due 16 Jan 02:00 UTC.',
    ]);
  });

  test('without a name is that of every service that the caller may use, and no other', async () => {
    const config = { ...CONFIG, slack: { allow: [{ services: ['shop', 'archive'] }] } };
    const reply = await typed(openApp({ config }), 'status');
    expect(reply).toContain('✅ `shop`: last good backup ');
    expect(reply).toContain('✅ `archive`: last good backup ');
    expect(reply).not.toContain('prod');
  });

  test('of one service that cannot be judged hides no other', async () => {
    const judge = async ({ name }: { name: string }) => {
      if (name === 'prod') throw new TypeError(`broken with ${API_KEY}`);
      return serviceResult();
    };
    const open = openApp({ judge });
    const reply = await typed(open, 'status');
    expect(reply).toContain('❔ `prod`: could not be checked');
    expect(reply).toContain('✅ `shop`: last good backup ');
    expect(open.logged).toEqual([{ event: 'status-failed', service: 'prod', reason: 'TypeError' }]);
  });

  test('of several services has the worst first', async () => {
    const verdicts = { prod: 'warn', shop: 'pass', archive: 'block' } as const;
    const judge = async ({ name }: { name: string }) => {
      const verdict = Object.entries(verdicts).find(([key]) => key === name)?.[1] ?? 'pass';
      if (name === 'shop') throw new TypeError('broken');
      const findings = FINDINGS[verdict];
      return serviceResult({ verdict, findings });
    };
    const reply = await typed(openApp({ judge }), 'status');
    expect(reply.match(/`\w+`: [\w ]+/g)).toEqual([
      '`archive`: the last backup failed',
      '`shop`: could not be checked',
      '`prod`: there is no backup schedule',
    ]);
  });

  test('of many services is one message that Slack takes, with the worst whole', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `s${index}`);
    const services = names.map((name, index) => [
      name,
      { ...SERVICES.prod, service: `dbtgf${10_000_000 + index}` },
    ]);
    const config = { services: Object.fromEntries(services), slack: { allow: [{}] } };
    const judged: string[] = [];
    const judge = async ({ name }: { name: string }) => {
      judged.push(name);
      return name === 's39' ? tooOld : serviceResult();
    };
    const reply = await typed(openApp({ config, judge }), 'status');
    expect(judged).toHaveLength(40);
    expect(reply).toMatch(/^⛔ `s39`: could not check the backups/);
    expect(reply.match(/^✅ `s\d+`: last good/gm)).toHaveLength(39);
    expect(reply).toContain(
      '460 more were not checked, because space or time ran out: `s40`, `s41`',
    );
    expect(reply).not.toContain('could not be checked');
  });

  test('with more reasons than Slack takes keeps whole lines of them', async () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({
      code: 'status-unrecognised' as const,
      severity: 'block' as const,
      backupId: `b${index}`,
      statusText: '<'.repeat(80),
    }));
    const judge = async () => serviceResult({ verdict: 'block', findings });
    const reply = await typed(openApp({ judge }), 'status prod');
    expect(reply).toContain('• The newest backup has an unknown status');
    expect(reply).toMatch(/ UTC\.$/);
  });
});

describe('a status that takes longer than Slack waits', () => {
  /** `status` typed by Anna, while the judge takes as long as the test wants. */
  async function ask(responseUrl: string, apiUrl: string) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { promise, resolve } = Promise.withResolvers<ServiceResult>();
    const config = { ...CONFIG, slack: { ...CONFIG.slack, apiUrl } };
    const open = openApp({ config, judge: () => promise });
    const form = slackForm('status prod', { response_url: responseUrl });
    const answer = Promise.resolve(open.app.request(...slackPost(form)));
    // Not `vi.waitUntil`: it moves the time that is faked.
    while (vi.getTimerCount() < 2) await new Promise(setImmediate);
    return { ...open, answer, resolve };
  }

  async function startAnnasSlack(): Promise<SlackEmulator> {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    slack.addChannel({ id: 'C1' });
    return slack;
  }

  test('is answered itself where it is there just in time', async () => {
    const slack = await startAnnasSlack();
    const { answer, resolve, deferred } = await ask(slack.newResponseUrl('C1'), slack.apiUrl);
    await vi.advanceTimersByTimeAsync(1999);
    resolve(serviceResult());
    expect(await readReply(await answer)).toContain('✅ `prod`: last good backup ');
    expect(deferred).toEqual([]);
  });

  test('follows to the response URL, for the caller alone', async () => {
    const slack = await startAnnasSlack();
    const asked = await ask(slack.newResponseUrl('C1'), slack.apiUrl);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await readReply(await asked.answer)).toContain('The answer follows here in a moment');
    expect(slack.messages).toEqual([]);
    vi.useRealTimers();
    asked.resolve(serviceResult());
    await Promise.all(asked.deferred);
    expect(slack.messages).toMatchObject([{ via: 'response_url', channel: 'C1', ephemeral: true }]);
    expect(readBlocks(slack.messages[0])).toContain('✅ `prod`: last good backup ');
  });

  test('and never comes is told as such before the platform ends the work', async () => {
    const slack = await startAnnasSlack();
    const { answer, deferred } = await ask(slack.newResponseUrl('C1'), slack.apiUrl);
    await vi.advanceTimersByTimeAsync(2000);
    await answer;
    await vi.advanceTimersByTimeAsync(18_000);
    vi.useRealTimers();
    await Promise.all(deferred);
    expect(readBlocks(slack.messages[0])).toContain('❔ `prod`: could not be checked');
  });

  test('lists a service whose turn never came as not checked, never as judged', async () => {
    const slack = await startAnnasSlack();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const services = names.map((name, index) => [
      name,
      { ...SERVICES.prod, service: `dbtgf${10_000_000 + index}` },
    ]);
    const allow = [{}];
    const config = {
      services: Object.fromEntries(services),
      slack: { apiUrl: slack.apiUrl, allow },
    };
    const open = openApp({ config, judge: () => new Promise(() => undefined) });
    const form = slackForm('status', { response_url: slack.newResponseUrl('C1') });
    const answer = Promise.resolve(open.app.request(...slackPost(form)));
    while (vi.getTimerCount() < 2) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(2000);
    await answer;
    await vi.advanceTimersByTimeAsync(18_000);
    vi.useRealTimers();
    await Promise.all(open.deferred);
    const shown = readBlocks(slack.messages[0]);
    expect(shown.match(/could not be checked/g)).toHaveLength(20);
    expect(shown).toContain('10 more were not checked');
  });

  test('and cannot be delivered is in the log, without the URL', async () => {
    const slack = await startAnnasSlack();
    const asked = await ask(slack.newResponseUrl('C1').replace(/\/T1\//, '/T9/'), slack.apiUrl);
    await vi.advanceTimersByTimeAsync(2000);
    await asked.answer;
    vi.useRealTimers();
    asked.resolve(serviceResult());
    await Promise.all(asked.deferred);
    expect(asked.logged).toEqual([{ event: 'status-undeliverable', reason: 'HTTP 404' }]);
  });

  test('is sent to no other host, whoever signed the request', async () => {
    const [slack, stranger] = [await startAnnasSlack(), await startAnnasSlack()];
    const asked = await ask(stranger.newResponseUrl('C1'), slack.apiUrl);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await readReply(await asked.answer)).toContain('Please ask again in a minute');
    expect(asked.deferred).toEqual([]);
    vi.useRealTimers();
    asked.resolve(serviceResult());
    expect(stranger.requests).toEqual([]);
    expect(asked.logged).toMatchObject([{ event: 'status-undeliverable' }]);
  });
});
