import { describe, expect, test } from 'vitest';
import { parseResult } from '../../../action/result-json.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { bycloudBench } from '../contract/bycloud-bench.ts';
import { type GivenInputs, runStep } from '../contract/recorded-step.ts';
import { addDay, idOf, type Instance, instance, startInstance } from './instance.ts';

holdRetryDelays();

const OTHER = '550e8400-e29b-41d4-a716-446655440009';
const INSTANCES = { path: /database-instances$/ };
const NOT_LOOKED_FOR = 'instances without backups were not found';
const LEFT_OUT = 'no longer exist were ignored';

function watchAll({ emulator: { url }, clock }: Instance, given: GivenInputs = {}) {
  return runStep(bycloudBench, { url, clock }, { service: 'all', ...given });
}

type Recording = Awaited<ReturnType<typeof watchAll>>;

const verdicts = ({ outputs }: Recording) =>
  Object.fromEntries(
    parseResult(outputs).services.map(({ service, verdict }) => [service, verdict]),
  );

describe('service: all on ByCloud', () => {
  test('reads one list of backups and one of instances, page by page', async () => {
    const started = await startInstance();
    started.emulator.settings.limitCap = 2;
    for (const day of [13, 14, 15]) addDay(started.emulator, day);
    addDay(started.emulator, 10, { instance_id: OTHER, id: idOf(20) });
    const step = await watchAll(started, { 'max-age': '2d' });
    expect(verdicts(step)).toEqual({ [instance]: 'pass', [OTHER]: 'block' });
    const paths = started.emulator.requests.map(({ path, query }) => [path, query['instance_id']]);
    expect(new Set(paths.map(([path]) => path)).size).toBe(2);
    expect(paths.every(([, filter]) => filter === undefined)).toBe(true);
    expect(step.summary).not.toContain(NOT_LOOKED_FOR);
  });

  test('finds an instance that has no backup', async () => {
    const started = await startInstance();
    addDay(started.emulator, 15);
    started.emulator.addInstance({ id: OTHER });
    const step = await watchAll(started);
    expect(verdicts(step)).toEqual({ [instance]: 'pass', [OTHER]: 'block' });
    expect(step.outputs['reasons']).toBe('no-usable-backup');
  });

  test.each([401, 403, 404])(
    'says that those without a backup were not found, where instances may not be listed (%i)',
    async (status) => {
      const started = await startInstance();
      addDay(started.emulator, 15);
      started.emulator.addInstance({ id: OTHER });
      started.emulator.fail({ kind: 'status', status, when: INSTANCES, times: Infinity });
      const step = await watchAll(started);
      expect(verdicts(step)).toEqual({ [instance]: 'pass' });
      for (const text of [step.summary, step.lines.join('\n')]) {
        expect(text).toContain(NOT_LOOKED_FOR);
      }
    },
  );

  test.each(['block', 'warn'])(
    'counts as on-unknown says (%s), where the list of instances is down for the moment',
    async (onUnknown) => {
      const started = await startInstance();
      addDay(started.emulator, 15);
      started.emulator.fail({ kind: 'status', status: 503, when: INSTANCES, times: Infinity });
      const step = await watchAll(started, { 'on-unknown': onUnknown });
      expect(verdicts(step)).toEqual({ [instance]: onUnknown });
      expect(step.outputs['reasons']).toBe('evidence-incomplete');
    },
  );

  test('leaves out backups of an instance that is gone, and says so', async () => {
    const started = await startInstance();
    addDay(started.emulator, 15);
    addDay(started.emulator, 1, { instance_id: OTHER, id: idOf(20) });
    const instances = [{ id: instance, name: 'shop' }];
    const body = { database_instances: instances, meta: { has_more: false } };
    started.emulator.fail({ kind: 'json', body, when: INSTANCES });
    const step = await watchAll(started);
    expect(verdicts(step)).toEqual({ [instance]: 'pass' });
    expect(step.summary).toContain(LEFT_OUT);
  });

  test('closes the gate where nothing is listed', async () => {
    const started = await startInstance();
    const step = await watchAll(started);
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'no-usable-backup' });
  });

  test('shows what an instance is called', async () => {
    const started = await startInstance();
    started.emulator.addInstance({ id: instance, name: 'shop | <b>prod</b>' });
    addDay(started.emulator, 15);
    const step = await watchAll(started);
    expect(step.summary).toContain('| `shop \\| <b>prod</b>` |');
    expect(parseResult(step.outputs).services[0]).toMatchObject({ name: 'shop | <b>prod</b>' });
  });
});
