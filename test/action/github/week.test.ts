import { expect, test } from 'vitest';
import { DAY, formatMoment } from '../../../shared/domain/instant.ts';
import { addBackup, addNightly } from '../backups-in-emulator.ts';
import { startWatch } from './watch.ts';

/** How last night's backup ended, for each day of the week. */
const NIGHTS = ['Succeeded', 'Failed', 'Failed', 'Failed', 'Succeeded', 'Succeeded', 'Succeeded'];

test('a watch that runs every day tells one story of a service that fails and recovers', async () => {
  const watch = await startWatch();
  try {
    addNightly(watch.cloud);
    const gates: (string | undefined)[] = [];
    const start = watch.cloud.clock.now();
    for (const [day, status] of NIGHTS.entries()) {
      // Writes take some seconds, so the moment is set anew.
      watch.cloud.clock.advance(start + day * DAY - watch.cloud.clock.now());
      addBackup(watch.cloud, 10, { status });
      const { outputs, warnings } = await watch.step({ report: 'issue,status' });
      gates.push(outputs['gate']);
      expect(warnings).toEqual([]);
    }
    expect(gates).toEqual(['open', 'closed', 'closed', 'closed', 'open', 'open', 'open']);
    const day = (at: number | null | undefined) => at && Math.floor((at - start) / DAY) + 1;
    expect(watch.github.issues).toHaveLength(1);
    const [issue] = watch.github.issues;
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect([day(issue?.openedAt), day(issue?.closedAt)]).toEqual([2, 5]);
    expect(issue?.comments.map(({ at, body }) => [day(at), body])).toEqual([
      [5, expect.stringContaining('are good again')],
    ]);
    // The text is that of the last day on which it was open.
    expect(issue?.body).toContain(`Seen ${formatMoment(start + 3 * DAY, start)}`);
    expect(watch.github.statuses.map(({ state }) => state)).toEqual([
      'success',
      'failure',
      'failure',
      'failure',
      'success',
      'success',
      'success',
    ]);
  } finally {
    await watch.close();
  }
});
