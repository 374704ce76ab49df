import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const BODY = `<!-- backup-gate:mariadb-cloud/${SERVICE} latest-backup-failed:block -->`;
const OURS = { body: BODY, labels: ['backup-gate'] };

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
