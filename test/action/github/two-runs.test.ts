import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
  addNightly(watch.cloud);
});
afterEach(() => watch.close());

const MARKER = `<!-- backup-gate:mariadb-cloud/${SERVICE} no-usable-backup:block -->`;
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
  expect(second.lines).toContain('issue #2 closed: another run had already opened #1');
});

test('a list that does not have the own issue yet is not believed', async () => {
  await watch.step();
  hideOnce();
  hideOnce();
  hideOnce();
  await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
});

describe('a list that shows an issue only two seconds after it was opened', () => {
  beforeEach(() => {
    watch.github.settings.listLagMs = 2000;
  });

  test('is looked at again until it has the own issue, and the older one', async () => {
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
    await watch.step();
    expect(watch.github.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  test('is given that time before an issue whose fate is unknown is opened again', async () => {
    watch.github.fail({ kind: 'lost-answer', when: { method: 'POST', path: /\/issues$/ } });
    const step = await watch.step();
    expect(step.lines).toContain(`${SERVICE}: issue #1 opened`);
    expect(watch.github.issues).toHaveLength(1);
  });
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
  for (let count = 0; count < 3; count += 1) {
    watch.github.addIssue({ body: MARKER, labels: ['backup-gate'] });
  }
  await watch.step();
  expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
});
