import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { FaultKind } from '../../../emulator/faults.ts';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { countWrites, errorOf, type ResumableStage, startSuspended } from './orders.ts';

const TOOK_EFFECT: readonly FaultKind[] = [
  { kind: 'lost-answer' },
  { kind: 'after-effect-status', status: 500 },
];
const TOOK_NONE: readonly FaultKind[] = [
  { kind: 'refused-connection' },
  { kind: 'status', status: 503 },
];

export function describeSchedules(bench: Bench): void {
  const { capabilities } = PROVIDERS[bench.name];
  if (!capabilities.ensureCron) describeNoCron(bench);
  if (!capabilities.enableSchedule) return describeNoSchedules(bench);

  const begin = async () => {
    const stage = await startSuspended(bench);
    const schedule = await onlySchedule(stage, bench.service);
    const resume = () =>
      stage.port.write({
        service: bench.service,
        write: { kind: 'change', schedule, suspended: false },
        listed: [schedule],
        deadline: Infinity,
      });
    return { stage, schedule, resume, when: stage.schedule.resuming };
  };

  describe('a schedule', () => {
    test('that was suspended is shown as such, resumed, and shown as active', async () => {
      const { stage, schedule, resume } = await begin();
      expect(schedule).toMatchObject({ kind: 'recurring', suspended: true });
      expect(await resume()).toMatchObject({ id: schedule.id, suspended: false });
      expect(stage.schedule.isActive()).toBe(true);
      expect(await onlySchedule(stage, bench.service)).toMatchObject({ suspended: false });
      expect(countWrites(stage)).toBe(1);
    });

    test('is not there where there is none', async () => {
      const stage = await bench.start({ schedule: 'none' });
      const reading = await stage.provider.schedules?.read(bench.service);
      expect(reading).toEqual({ state: 'complete', items: [] });
    });

    test.each(TOOK_EFFECT)('is resumed once where the answer is lost: %j', async (fault) => {
      const { stage, resume, when } = await begin();
      stage.fail({ ...fault, when });
      expect(await hurry(resume())).toMatchObject({ suspended: false });
      expect(countWrites(stage)).toBe(1);
    });

    test.each(TOOK_NONE)('is resumed at the second attempt: %j', async (fault) => {
      const { stage, resume, when } = await begin();
      stage.fail({ ...fault, when });
      expect(await hurry(resume())).toMatchObject({ suspended: false });
      expect(stage.schedule.isActive()).toBe(true);
      expect(countWrites(stage)).toBe(2);
    });

    test.each([400, 403, 409])('that may not be resumed stays as it is: %i', async (status) => {
      const { stage, resume, when } = await begin();
      stage.fail({ kind: 'status', status, when });
      expect((await errorOf(resume())).message).toContain(`HTTP ${status}`);
      expect(stage.schedule.isActive()).toBe(false);
      expect(countWrites(stage)).toBe(1);
    });

    test.each([401, 403])('is unavailable where the credential is refused: %i', async (status) => {
      const { stage } = await begin();
      stage.fail({ kind: 'status', status, times: Infinity });
      const reading = await stage.port.read(bench.service);
      expect(reading).toMatchObject({
        state: 'unavailable',
        problem: { kind: 'credential-refused' },
      });
    });
  });
}

async function onlySchedule({ port }: ResumableStage, service: string): Promise<Schedule> {
  const [schedule, ...others] = itemsOf(await port.read(service));
  if (schedule === undefined || others.length > 0) throw new Error('there is not one schedule');
  return schedule;
}

function describeNoSchedules(bench: Bench): void {
  test('schedules can be neither read nor changed, and the capability says so', async () => {
    const { provider } = await bench.start();
    expect(provider.schedules).toBeUndefined();
    expect(PROVIDERS[bench.name].capabilities).toMatchObject({
      enableSchedule: false,
      ensureCron: false,
    });
  });
}

function describeNoCron(bench: Bench): void {
  test('a schedule with times of its own cannot be created, and the capability says so', async () => {
    const { provider } = await bench.start();
    const write = { kind: 'create', type: 'full', cron: { text: '0 2 * * *' } } as const;
    const order = { service: bench.service, write, listed: [], deadline: Infinity };
    if (provider.schedules) await errorOf(provider.schedules.write(order));
    expect(PROVIDERS[bench.name].capabilities.ensureCron).toBe(false);
  });
}
