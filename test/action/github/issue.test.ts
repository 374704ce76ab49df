import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const KEY_OF_SERVICE = `mariadb-cloud/${SERVICE}`;
const MARKER = `<!-- backup-gate:${KEY_OF_SERVICE} latest-backup-failed:block -->`;

/** Last night's backup is there, and one that was asked for since has failed. */
function addFailed(service: string = SERVICE) {
  addHealthy(watch.cloud, service);
  addBackup(watch.cloud, 5, { service_id: service, status: 'Failed' });
}

function addRepair(service: string = SERVICE) {
  addBackup(watch.cloud, 0.2, { service_id: service });
}

/** Only the schedule is gone, so all that is left is a warning. */
function addWarned() {
  addBackup(watch.cloud, 10);
}

describe('a block verdict', () => {
  test('opens an issue that says what is wrong, what to do and what is left', async () => {
    addFailed();
    const step = await watch.step();
    expect(step.warnings).toEqual([]);
    expect(step.lines).toContain(`${SERVICE}: issue #1 opened`);
    const [issue] = watch.openIssues();
    expect(issue).toMatchObject({
      title: `Backups of ${SERVICE}: the last backup failed`,
      labels: ['backup-gate'],
    });
    for (const text of [
      `\`${SERVICE}\` at MariaDB Cloud`,
      '- Last backup failed (`full`, 15 Jan 07:00 UTC).',
      '**To do:** Take one now in MariaDB Cloud',
      'Last good backup 15 Jan 02:00 UTC, 10h ago; next due 16 Jan 02:00 UTC.',
      '(https://github.example/acme/shop/actions/runs/4711/attempts/2)',
      'finds nothing wrong closes it',
      `\n${MARKER}`,
    ]) {
      expect(issue?.body).toContain(text);
    }
  });

  test('leaves one issue and says nothing again for as long as the findings are the same', async () => {
    addFailed();
    await watch.step();
    watch.cloud.clock.advance(3_600_000);
    const step = await watch.step();
    expect(step.lines).toContain(`${SERVICE}: issue #1 updated`);
    expect(watch.github.issues).toMatchObject([{ state: 'open', comments: [] }]);
    expect(watch.github.issues[0]?.body).toContain('11h ago');
  });

  test('comments once where what was found has changed', async () => {
    addFailed();
    await watch.step();
    const given = { 'min-size': '10MB' };
    await watch.step(given);
    await watch.step(given);
    const [issue] = watch.github.issues;
    expect(issue?.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /^\*\*The last backup failed\.\*\* New: `too-small` \(block\)\. The text of this issue/,
      ),
    ]);
    expect(issue?.body).toContain('<sub>`too-small` · ');
  });

  test('has a title that says what is wrong now, unless somebody has given it another', async () => {
    addFailed();
    await watch.step();
    const [issue] = watch.github.issues;
    if (!issue) throw new Error('an issue was opened');
    issue.title = `Backups of ${SERVICE}: something from yesterday`;
    await watch.step();
    expect(issue.title).toBe(`Backups of ${SERVICE}: the last backup failed`);
    issue.title = 'INC-12: backups';
    await watch.step();
    expect(issue.title).toBe('INC-12: backups');
  });

  test.each(['warn', 'block'])('opens an issue with gate: %s', async (gate) => {
    addFailed();
    await watch.step({ gate });
    expect(watch.openIssues()).toHaveLength(1);
  });

  test('opens a new issue where somebody has closed the first by hand', async () => {
    addFailed();
    await watch.step();
    Object.assign(watch.github.issues[0] ?? {}, { state: 'closed' });
    await watch.step();
    expect(watch.openIssues()).toMatchObject([{ number: 2 }]);
  });
});

describe('a pass verdict', () => {
  test('closes the issue with a comment that says what there is now', async () => {
    addFailed();
    await watch.step();
    addRepair();
    const step = await watch.step();
    expect(step.lines).toContain(`${SERVICE}: issue #1 closed`);
    expect(watch.github.issues).toMatchObject([{ state: 'closed', stateReason: 'completed' }]);
    expect(watch.github.issues[0]?.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/are good again\.\*\* Last good backup 15 Jan 11:48 UTC/),
    ]);
  });

  test('writes nothing where no issue is open', async () => {
    addHealthy(watch.cloud);
    await watch.step();
    expect(watch.github.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('finds the issue by its marker, whatever its title has become', async () => {
    addFailed();
    await watch.step();
    Object.assign(watch.github.issues[0] ?? {}, { title: 'Seen by Anna, on it' });
    addRepair();
    await watch.step();
    expect(watch.openIssues()).toEqual([]);
  });

  test('closes one whose text was edited in a browser, which ends lines in its own way', async () => {
    addHealthy(watch.cloud);
    watch.github.addIssue({ body: `x\r\n${MARKER}\r\n\r\nOn it. Anna`, labels: ['backup-gate'] });
    await watch.step();
    expect(watch.openIssues()).toEqual([]);
  });
});

describe('a warn verdict', () => {
  test('opens no issue', async () => {
    addWarned();
    await watch.step();
    expect(watch.github.issues).toEqual([]);
  });

  test('keeps one open, and says that nothing blocks any more', async () => {
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
    addWarned();
    await watch.step();
    const [issue] = watch.openIssues();
    expect(issue?.body).toContain('This no longer blocks deploys.');
    expect(issue?.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /^\*\*There is no backup schedule\.\*\* This no longer blocks deploys\. New: `no-schedule` \(warn\)\. Gone: `latest-backup-failed` \(block\)\..*stays open as long as there are warnings/,
      ),
    ]);
  });
});

describe('with gate: off', () => {
  test('an issue that is open stays as it is, because nothing was judged', async () => {
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
    addHealthy(watch.cloud);
    await watch.step({ gate: 'off' });
    expect(watch.openIssues()).toMatchObject([{ body: MARKER, comments: [] }]);
  });

  test('what was asked for and not done opens one', async () => {
    watch.cloud.fail({ kind: 'status', status: 400, when: { method: 'POST' } });
    await watch.step({ gate: 'off', schedule: '0 2 * * *' });
    expect(watch.openIssues()[0]?.body).toContain('schedule-change-failed');
  });
});

describe('an issue is none of ours', () => {
  const others = {
    'without the label': { body: MARKER },
    'that is a pull request': { body: MARKER, labels: ['backup-gate'], isPullRequest: true },
    'of a person who copied the text': {
      body: MARKER,
      labels: ['backup-gate'],
      author: { login: 'anna', type: 'User' as const },
    },
    'of an account that is gone': { body: MARKER, labels: ['backup-gate'], author: null },
    'about another service': {
      body: MARKER.replace(SERVICE, `${SERVICE}0`),
      labels: ['backup-gate'],
    },
    'of another provider': {
      body: MARKER.replace('mariadb-cloud', 'skyvia'),
      labels: ['backup-gate'],
    },
    'that names the marker within a line': { body: `see ${MARKER}`, labels: ['backup-gate'] },
    'without a text': { body: null, labels: ['backup-gate'] },
  };

  test.each(Object.entries(others))('%s', async (_, issue) => {
    watch.github.addIssue(issue);
    addHealthy(watch.cloud);
    await watch.step();
    expect(watch.openIssues()).toMatchObject([{ comments: [] }]);
  });

  test('unless it was written by the person whose token this is', async () => {
    const anna = { login: 'anna', type: 'User' } as const;
    const bert = { login: 'bert', type: 'User' } as const;
    watch.github.settings.account = anna;
    for (const author of [bert, anna]) {
      watch.github.addIssue({ body: MARKER, labels: ['backup-gate'], author });
    }
    addHealthy(watch.cloud);
    await watch.step();
    expect(watch.openIssues()).toMatchObject([{ author: bert }]);
  });
});

describe('several services', () => {
  test('each have their own issue, and the list is read once for all', async () => {
    addFailed('one');
    addHealthy(watch.cloud, 'two');
    addFailed('three');
    const given = { service: 'one,two,three' };
    await watch.step(given);
    expect(watch.openIssues().map(({ title }) => title)).toEqual([
      expect.stringContaining('one'),
      expect.stringContaining('three'),
    ]);
    watch.github.requests.length = 0;
    addRepair('one');
    await watch.step(given);
    expect(watch.openIssues()).toMatchObject([{ number: 2 }]);
    expect(watch.github.requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
  });

  test('are found on whatever page of the list they are', async () => {
    for (let count = 0; count < 7; count += 1) watch.github.addIssue({ labels: ['backup-gate'] });
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
    watch.github.settings.pageSizeLimit = 3;
    addHealthy(watch.cloud);
    await watch.step();
    expect(watch.github.issues.at(-1)).toMatchObject({ state: 'closed' });
  });

  test('are written one after another, a second apart, as GitHub asks', async () => {
    const services = Array.from({ length: 20 }, (_, index) => `service-${index}`);
    services.forEach((service) => addFailed(service));
    await watch.step({ service: services.join(), report: 'issue,status' });
    expect(watch.openIssues()).toHaveLength(20);
    const writes = watch.github.requests.filter(({ method }) => method !== 'GET');
    const gaps = writes.slice(1).map(({ at }, index) => at - (writes[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    expect(watch.github.mostAtOnce).toBe(1);
  });
});

test('the label that is missing is created once, one that is there is used', async () => {
  addFailed('one');
  addFailed('two');
  await watch.step({ service: 'one' });
  await watch.step({ service: 'two' });
  const created = watch.github.requests.filter(
    ({ method, path }) => method === 'POST' && path.endsWith('/labels'),
  );
  expect(created).toHaveLength(1);
});

describe('with dry-run: true nothing is written, and the log says what would be', () => {
  test('an issue opened', async () => {
    addFailed();
    const step = await watch.step({ 'dry-run': 'true' });
    expect(step.lines).toContain(`${SERVICE}: dry run: an issue would be opened`);
    expect(watch.github.issues).toEqual([]);
  });

  test('an issue closed, and a status set', async () => {
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
    addHealthy(watch.cloud);
    const step = await watch.step({ 'dry-run': 'true', report: 'issue,status' });
    expect(step.lines).toContain(`${SERVICE}: dry run: an issue would be closed: #1`);
    expect(step.lines).toContain(
      `${SERVICE}: dry run: would set commit status backup-gate/${SERVICE}: success`,
    );
    expect(watch.github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

test('on a GitHub Enterprise Server the requests go below its own root', async () => {
  addNightly(watch.cloud);
  await watch.step({}, { GITHUB_API_URL: `${watch.github.url}/api/v3` });
  expect(watch.openIssues()).toHaveLength(1);
  expect(watch.github.requests.every(({ path }) => path.startsWith('/api/v3/'))).toBe(true);
});
