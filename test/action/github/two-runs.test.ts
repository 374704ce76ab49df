import { afterEach, beforeEach, expect, test } from 'vitest';
import { addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
  addNightly(watch.cloud);
});
afterEach(() => watch.close());

const LISTS = { method: 'GET', path: /\/issues$/ };

/** What a run sees that looked just before the other one wrote. */
function hideOnce(skip = 0) {
  watch.github.fail({ kind: 'json', body: [], when: LISTS, skip });
}

test('the younger of two issues about the same is closed by the run that opened it', async () => {
  await watch.step();
  hideOnce();
  const second = await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 1, comments: [] }]);
  const [, younger] = watch.github.issues;
  expect(younger).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  expect(younger?.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^Duplicate of #1\b/),
  ]);
  expect(second.lines).toContain('issue #2 closed again: another run has opened #1');
});

test('a list that does not have the own issue yet is not believed', async () => {
  await watch.step();
  hideOnce();
  hideOnce();
  hideOnce();
  await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
});

test.each([2, 5])('%d runs at the same moment leave one open issue', async (count) => {
  watch.github.settings.latencyMs = 5;
  const steps = await Promise.all(Array.from({ length: count }, () => watch.step()));
  expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
  expect(watch.github.issues.slice(1).map(({ stateReason }) => stateReason)).toEqual(
    watch.github.issues.slice(1).map(() => 'not_planned'),
  );
  expect(steps.map(({ outputs }) => outputs['gate'])).toEqual(steps.map(() => 'closed'));
  expect(steps.flatMap(({ warnings }) => warnings)).toEqual([]);
});

test('what two runs have left, because both were ended too early, the next one puts right', async () => {
  const body = `<!-- backup-gate:mariadb-cloud/${SERVICE} no-usable-backup:block -->`;
  for (let count = 0; count < 3; count += 1) {
    watch.github.addIssue({ body, labels: ['backup-gate'] });
  }
  await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
});
