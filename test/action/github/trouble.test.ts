import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { githubToken } from '../../emulator/github/index.ts';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import type { Recording } from '../recording-core.ts';
import { KEY, SERVICE } from '../step.ts';
import { startPlainServer } from '../../shared/http/plain-server.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const BOTH = { report: 'status,issue' };

/** A step that would open an issue, whose verdict must stand whatever GitHub does. */
async function failingStep(given: object = {}, env: Record<string, string> = {}) {
  addHealthy(watch.cloud);
  addBackup(watch.cloud, 5, { status: 'Failed' });
  const step = await watch.step(given, env);
  expectVerdictStands(step);
  return step;
}

function expectVerdictStands({ outputs, failures, order, summary }: Recording) {
  expect(outputs).toMatchObject({ gate: 'closed', reasons: 'latest-backup-failed' });
  expect(failures).toEqual([expect.stringMatching(/^Deploy blocked: the last backup failed\n/)]);
  expect(summary).toContain('latest-backup-failed');
  expect(order.at(-1)).toBe('failed');
}

describe('a right that the token lacks is named with the line to add, and changes no verdict', () => {
  test.each([
    ['issue', 'issues: write', { issues: 'none', statuses: 'write' }],
    ['issue', 'issues: write', { issues: 'read', statuses: 'write' }],
    ['status', 'statuses: write', { issues: 'write', statuses: 'read' }],
  ] as const)('for report: %s it is %s', async (report, line, permissions) => {
    watch.github.settings.permissions = permissions;
    const step = await failingStep({ report });
    expect(step.warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^report: ${report} failed for ${SERVICE}: GitHub answered HTTP 403: "Resource not accessible by integration"\\..* Add ${line} to the job's permissions`,
        ),
      ),
    ]);
  });

  test('one that is there is used, although the other is not', async () => {
    watch.github.settings.permissions = { issues: 'none', statuses: 'write' };
    const step = await failingStep(BOTH);
    expect(step.warnings).toHaveLength(1);
    expect(watch.github.statuses).toHaveLength(1);
  });

  test('of many services one is tried, and the others are named in the same warning', async () => {
    watch.github.settings.permissions = { issues: 'write', statuses: 'none' };
    const services = ['one', 'two', 'three', 'four', 'five'];
    services.forEach((service) => addHealthy(watch.cloud, service));
    const step = await watch.step({ report: 'status', service: services.join() });
    expect(watch.github.requests).toHaveLength(1);
    expect(step.warnings).toEqual([expect.stringContaining('for one, two, three and 2 more:')]);
    expect(step.outputs['gate']).toBe('open');
  });

  test('a repository that the token cannot see is not found', async () => {
    watch.github.settings.repository = 'acme/other';
    const step = await failingStep(BOTH);
    expect(step.warnings).toEqual([
      expect.stringMatching(/^report: status .*HTTP 404.*statuses: write/),
      expect.stringMatching(/^report: issue .*HTTP 404.*issues: write/),
    ]);
  });

  test('a wrong token is said, and not shown', async () => {
    const step = await failingStep({ 'github-token': 'ghp_stale-token' });
    expect(step.warnings).toEqual([expect.stringContaining('HTTP 401: "Bad credentials"')]);
    expect(step.warnings.join()).toContain('${{ github.token }}');
    expect(JSON.stringify(step)).not.toContain('ghp_stale-token');
  });

  test('issues that are turned off are named', async () => {
    watch.github.settings.hasIssues = false;
    const step = await failingStep();
    expect(step.warnings).toEqual([expect.stringMatching(/HTTP 410: .*Enable issues/)]);
  });
});

const CREATE = { method: 'POST', path: /\/issues$/ };

describe('an issue is opened once', () => {
  const afterEffect: readonly Fault[] = [
    { kind: 'lost-answer' },
    { kind: 'after-effect-status', status: 502 },
    { kind: 'cut-json' },
    { kind: 'cut-body' },
  ];
  const withoutEffect: readonly Fault[] = [
    { kind: 'refused-connection' },
    { kind: 'status', status: 503 },
    { kind: 'html' },
  ];

  test.each(afterEffect.map((fault) => [fault.kind, fault] as const))(
    'where it took effect, and the answer said otherwise: %s',
    async (_, fault) => {
      watch.github.fail({ ...fault, when: CREATE });
      const step = await failingStep();
      expect(step.warnings).toEqual([]);
      expect(step.lines).toContain(`${SERVICE}: issue #1 opened`);
      expect(watch.github.issues).toHaveLength(1);
    },
  );

  test.each(withoutEffect.map((fault) => [fault.kind, fault] as const))(
    'where it took none, after a look: %s',
    async (_, fault) => {
      watch.github.fail({ ...fault, when: CREATE });
      const step = await failingStep();
      expect(step.warnings).toEqual([]);
      expect(watch.github.issues).toHaveLength(1);
      const { requests } = watch.github;
      const [first, second] = requests.filter(
        ({ method, path }) => method === 'POST' && path.endsWith('/issues'),
      );
      const between = requests.slice(
        requests.findIndex((each) => each === first) + 1,
        requests.findIndex((each) => each === second),
      );
      expect(between).toMatchObject([{ method: 'GET' }]);
    },
  );

  test('where it is refused for good, it is not tried again', async () => {
    watch.github.fail({ kind: 'status', status: 422, when: CREATE, times: Infinity });
    const step = await failingStep();
    expect(step.warnings).toEqual([expect.stringContaining('HTTP 422')]);
    expect(watch.github.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test('and none is opened where the list cannot be read, because one may be there', async () => {
    watch.github.fail({ kind: 'html', when: { method: 'GET' }, times: Infinity });
    const step = await failingStep();
    expect(step.warnings).toEqual([expect.stringContaining('it could not be read')]);
    expect(watch.github.requests.map(({ method }) => method)).toEqual(Array(4).fill('GET'));
  });

  test.each(['null', '{}', '""', '[{}]'])('nor where the list is %s', async (text) => {
    const fault = { kind: 'json', body: JSON.parse(text), times: Infinity } as const;
    watch.github.fail({ ...fault, when: { method: 'GET' } });
    const step = await failingStep();
    expect(step.warnings).toHaveLength(1);
    expect(watch.github.issues).toEqual([]);
  });
});

test('a comment whose fate is not known is not sent twice, and the issue is closed all the same', async () => {
  await failingStep();
  addBackup(watch.cloud, 0.2);
  watch.github.fail({ kind: 'after-effect-status', status: 502, when: { path: /comments$/ } });
  const step = await watch.step();
  expect(step.warnings).toEqual([]);
  expect(watch.github.issues).toMatchObject([{ state: 'closed', comments: [{}] }]);
});

describe('what may be repeated is repeated', () => {
  test.each(['GET', 'PATCH'])('a %s, after 1, 4 and 9 seconds', async (method) => {
    await failingStep();
    addBackup(watch.cloud, 0.2);
    watch.github.requests.length = 0;
    watch.github.fail({ kind: 'status', status: 502, when: { method, path: /issues/ }, times: 3 });
    const step = await watch.step();
    expect(step.warnings).toEqual([]);
    expect(watch.openIssues()).toEqual([]);
    const times = watch.github.requests
      .filter((each) => each.method === method && each.path.includes('/issues'))
      .slice(0, 4);
    const gaps = times.slice(1).map(({ at }, index) => at - (times[index]?.at ?? 0));
    // Writes are a second apart besides.
    expect(gaps[0]).toBeGreaterThanOrEqual(1000);
    expect(gaps.slice(1)).toEqual([4000, 9000]);
  });

  test('a commit status, because a later one replaces it', async () => {
    watch.github.fail({ kind: 'lost-answer' });
    const step = await failingStep({ report: 'status' });
    expect(step.warnings).toEqual([]);
    expect(watch.github.statuses.at(-1)).toMatchObject({ state: 'failure' });
  });

  test('after as long as the server asks', async () => {
    watch.github.fail({ kind: 'status', status: 503, retryAfter: '20' });
    await failingStep({ report: 'status' });
    const [first, second] = watch.github.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(20_000);
  });
});

describe('a rate limit', () => {
  const secondary = { message: 'You have exceeded a secondary rate limit.' };

  test.each([403, 429])('of the second kind (%d) is waited for as asked', async (status) => {
    const body = secondary;
    watch.github.fail({ kind: 'status', status, retryAfter: '30', body, when: CREATE });
    const step = await failingStep();
    expect(step.warnings).toEqual([]);
    expect(step.lines).toContain("GitHub's rate limit is used up; continuing in 30s");
    const [first, second] = watch.github.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/issues'),
    );
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(watch.github.issues).toHaveLength(1);
  });

  test('of the hour is waited for until its reset', async () => {
    // Octokit holds the reset against the clock of the machine.
    const reset = String(Math.ceil(Date.now() / 1000) + 30);
    watch.github.settings.headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    const body = { message: 'API rate limit exceeded for installation.' };
    watch.github.fail({ kind: 'status', status: 403, body });
    const step = await failingStep({ report: 'status' });
    expect(step.warnings).toEqual([]);
    const [first, second] = watch.github.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(29_000);
  });

  test('that does not say for how long is not knocked at again', async () => {
    watch.github.fail({ kind: 'status', status: 429, times: Infinity });
    const step = await failingStep();
    expect(step.warnings).toEqual([expect.stringContaining('rate limit is used up')]);
    expect(watch.github.requests).toHaveLength(1);
  });

  test('that lasts longer than a step should is said', async () => {
    const fault = { kind: 'status', status: 403, retryAfter: '3600', body: secondary } as const;
    watch.github.fail({ ...fault, times: Infinity });
    const before = watch.cloud.clock.now();
    const step = await failingStep(BOTH);
    expect(step.warnings).toEqual([
      expect.stringMatching(/^report: status .*rate limit is used up/),
      expect.stringMatching(/^report: issue .*rate limit is used up/),
    ]);
    expect(watch.cloud.clock.now() - before).toBeLessThan(60_000);
    expect(watch.github.requests).toHaveLength(2);
  });
});

describe('where GitHub is away', () => {
  test('that is a warning', async () => {
    await watch.github.close();
    const step = await failingStep(BOTH);
    expect(step.warnings).toEqual([
      `report: status failed for ${SERVICE}: GitHub gave no usable answer: the connection was refused. The verdict stands.`,
      `report: issue failed for ${SERVICE}: GitHub gave no usable answer: the connection was refused. The verdict stands.`,
    ]);
  });

  test('many services are not all waited for', async () => {
    const services = Array.from({ length: 50 }, (_, index) => `service-${index}`);
    services.forEach((service) => addHealthy(watch.cloud, service));
    watch.github.fail({ kind: 'status', status: 500, times: Infinity });
    const step = await watch.step({ report: 'status', service: services.join() });
    expect(step.warnings).toEqual([expect.stringContaining('and 47 more')]);
    expect(watch.github.requests).toHaveLength(4);
  });

  test('one service that fails does not keep the others from being reported', async () => {
    for (const service of ['one', 'two', 'three']) addHealthy(watch.cloud, service);
    watch.github.fail({ kind: 'status', status: 422, skip: 1, when: { method: 'POST' } });
    const step = await watch.step({ report: 'status', service: 'one,two,three' });
    expect(step.warnings).toEqual([expect.stringContaining('failed for two:')]);
    expect(watch.github.statuses).toHaveLength(2);
  });
});

describe('a report that hangs', () => {
  test('finds outputs and summary written', async () => {
    addNightly(watch.cloud);
    watch.github.fail({ kind: 'hang', times: Infinity });
    const { recording, ended } = watch.begin();
    await expect.poll(() => watch.github.requests.length).toBe(1);
    expect(recording.outputs).toMatchObject({ gate: 'closed', verdict: 'block' });
    expect(recording.order).toContain('summary');
    expect(recording.failures).toEqual([]);
    await watch.github.close();
    await ended;
    expect(recording.failures).toHaveLength(1);
    expect(recording.warnings).toHaveLength(1);
  });

  // An attempt's bound is real time and cannot be moved.
  test('is given up after 15 seconds, and tried again', { timeout: 60_000 }, async () => {
    watch.github.fail({ kind: 'hang' });
    const step = await failingStep({ report: 'status' });
    expect(step.warnings).toEqual([]);
    expect(watch.github.statuses).toHaveLength(1);
  });
});

describe('what GitHub says is shown as text', () => {
  test('without secrets, addresses and commands', async () => {
    const message = `no ${githubToken} ${KEY} https://evil.example/x?y=z\n::error::x ##[error]y`;
    watch.github.fail({ kind: 'status', status: 403, body: { message }, times: Infinity });
    const { warnings } = await failingStep({ report: 'status' });
    expect(warnings).toHaveLength(1);
    for (const text of [githubToken, KEY, 'evil.example', '\n', '##[']) {
      expect(warnings[0]).not.toContain(text);
    }
  });
});

test('the order is outputs, summary, report, failure', async () => {
  const { order, lines } = await failingStep();
  const at = (what: string) => order.lastIndexOf(what);
  expect(lines.at(-2)).toContain('issue #1 opened');
  expect(at('output result')).toBeLessThan(at('summary'));
  expect(at('summary')).toBeLessThan(at('info'));
  expect(at('info')).toBeLessThan(at('failed'));
});

test('a list that goes on at another host is not read there, and the token stays here', async () => {
  const elsewhere = await startPlainServer();
  watch.github.settings.nextPageAt = elsewhere.url;
  for (let count = 0; count < 101; count += 1) watch.github.addIssue({ labels: ['backup-gate'] });
  const step = await failingStep();
  expect(step.warnings).toEqual([expect.stringContaining('pointed to another host')]);
  expect(elsewhere.requests).toEqual([]);
});

describe('timeout bounds the reports too', () => {
  test('where GitHub does not answer', async () => {
    watch.github.fail({ kind: 'hang', times: Infinity });
    const begun = performance.now();
    // The held clock stands still while GitHub hangs.
    const step = await failingStep({ report: 'status', timeout: '1s' });
    expect(step.warnings).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(19_000);
  });

  test.each(['30', '3600'])('where GitHub asks for %s seconds', async (retryAfter) => {
    watch.github.fail({ kind: 'status', status: 503, retryAfter, times: Infinity });
    const before = watch.cloud.clock.now();
    await failingStep({ report: 'status', timeout: '10s' });
    expect(watch.cloud.clock.now() - before).toBeLessThanOrEqual(10_000);
  });
});
