import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const BODY = `<!-- backup-gate:mariadb-cloud/${SERVICE} latest-backup-failed:block -->`;
const OURS = { body: BODY, labels: ['backup-gate'] };

/** The job's own token may not comment on an issue that somebody has locked. */
test('an issue that was locked is closed without a comment, and the log says so', async () => {
  watch.github.addIssue({ ...OURS, isLocked: true });
  addHealthy(watch.cloud);
  const step = await watch.step();
  expect(step.warnings).toEqual([]);
  expect(step.lines).toContain('issue #1 is locked, so no comment was written');
  expect(watch.github.issues).toMatchObject([{ state: 'closed', comments: [] }]);
});

test('one that was locked does not keep other services from being reported', async () => {
  watch.github.addIssue({ ...OURS, isLocked: true });
  addNightly(watch.cloud);
  addNightly(watch.cloud, { service_id: 'other' });
  const step = await watch.step({ service: `${SERVICE},other` });
  expect(step.warnings).toEqual([]);
  expect(watch.github.issues[0]?.body).toContain('no-usable-backup');
  expect(watch.openIssues()).toHaveLength(2);
});

test('an issue that somebody else wrote is not taken for the one that may have been opened', async () => {
  const anna = { login: 'anna', type: 'User' } as const;
  watch.github.addIssue({ ...OURS, author: anna });
  watch.github.fail({ kind: 'status', status: 503, when: { method: 'POST', path: /\/issues$/ } });
  addHealthy(watch.cloud);
  addBackup(watch.cloud, 5, { status: 'Failed' });
  const step = await watch.step();
  expect(step.lines).toContain(`${SERVICE}: issue #2 opened`);
  expect(watch.openIssues()).toHaveLength(2);
});
