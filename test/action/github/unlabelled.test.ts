import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
  watch.github.settings.dropsLabels = true;
});
afterEach(() => watch.close());

const anna = { login: 'anna', type: 'User' } as const;
const bert = { login: 'bert', type: 'User' } as const;
const MARKER = `<!-- backup-gate:mariadb-cloud/${SERVICE} no-usable-backup:block -->`;

describe('where GitHub drops the label, as for a user who may not push', () => {
  beforeEach(() => {
    watch.github.settings.account = anna;
  });

  test('three runs open one issue, and the fourth closes it', async () => {
    addNightly(watch.cloud);
    const first = await watch.step();
    expect(first.warnings).toEqual([]);
    expect(first.lines).toContain('issue #1 has no label: this account may not set labels here');
    await watch.step();
    await watch.step();
    expect(watch.github.issues).toMatchObject([{ state: 'open', labels: [], comments: [] }]);
    addBackup(watch.cloud, 0.2);
    await watch.step();
    expect(watch.github.issues).toMatchObject([{ state: 'closed' }]);
  });

  test('an issue of another account that copies the marker is left alone', async () => {
    watch.github.addIssue({ body: MARKER, author: bert });
    watch.github.addIssue({ body: MARKER, author: bert, labels: ['backup-gate'] });
    addHealthy(watch.cloud);
    await watch.step();
    expect(watch.openIssues()).toHaveLength(2);
  });
});

test('an app whose label is dropped closes again what it has opened a second time', async () => {
  // Another app may have made the label.
  watch.github.addIssue({ state: 'closed', labels: ['backup-gate'], author: bert });
  addNightly(watch.cloud);
  for (let run = 0; run < 3; run += 1) await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 2 }]);
});
