import { expect, test } from 'vitest';
import { writesOf } from '../backups-in-emulator.ts';
import { foundBy, startOrganisation, watchAll } from './organisation.ts';

test.each([false, true])(
  'an organisation that lists nothing closes the gate (schedules only by service: %s)',
  async (schedulesNeedService) => {
    const emulator = await startOrganisation({ schedulesNeedService });
    const step = await watchAll(emulator, { 'on-unknown': 'warn' });
    expect(foundBy(step)).toEqual(['all: block no-usable-backup']);
    expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
    for (const text of [step.failures.join(), step.summary]) {
      expect(text).toContain('lists no backups and no schedules for this organisation');
      expect(text).toContain('belongs to the right organisation');
    }
    expect(step.summary.includes('with a schedule but no backups were not found')).toBe(
      schedulesNeedService,
    );
  },
);

test('nothing is written if no service is found', async () => {
  const emulator = await startOrganisation();
  const step = await watchAll(emulator, { schedule: '0 2 * * *', backup: 'always' });
  expect(foundBy(step)).toEqual(['all: block no-usable-backup']);
  expect(writesOf(emulator)).toEqual([]);
});

test.each([
  [{}, 'open'],
  [{ schedule: '0 2 * * *' }, 'closed'],
  [{ schedule: 'enabled' }, 'closed'],
  [{ backup: 'always' }, 'closed'],
  [{ backup: 'if-needed' }, 'closed'],
])('with gate: off and %j the gate is %s', async (given, gate) => {
  const emulator = await startOrganisation();
  const step = await watchAll(emulator, { gate: 'off', ...given });
  expect(step.outputs).toMatchObject({ verdict: '', gate });
});

test('with gate: warn it warns', async () => {
  const emulator = await startOrganisation();
  const step = await watchAll(emulator, { gate: 'warn' });
  expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'open' });
  expect(step.warnings).toHaveLength(1);
});
