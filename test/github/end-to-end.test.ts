import { afterEach, describe, expect, test } from 'vitest';
import { runSteps, type StepResults } from './run-steps.ts';
import { readWorkflow, type WorkflowStep } from './workflows.ts';

const { workflow } = await readWorkflow('ci.yml');
const { steps = [] } = workflow.jobs['action'] ?? {};

const results: StepResults = new Map();

/** The emulator outlives its step by design. */
afterEach(() => {
  const { pid } = results.get('cloud')?.outputs ?? {};
  if (pid) process.kill(Number(pid));
  results.clear();
});

/** The steps with some inputs of one of them changed. */
function withInputs(id: string, inputs: WorkflowStep['with']): readonly WorkflowStep[] {
  return steps.map((step) =>
    step.id === id ? Object.assign({}, step, { with: Object.assign({}, step.with, inputs) }) : step,
  );
}

describe('the job that runs the Action on every system', () => {
  test('passes with the Action as it is built, one gate open and one closed', async () => {
    await runSteps(steps, results);
    expect(results.get('Compare')).toMatchObject({ outcome: 'success' });
    expect(results.get('open')).toMatchObject({ outcome: 'success', outputs: { gate: 'open' } });
    expect(results.get('closed')).toMatchObject({
      outcome: 'failure',
      outputs: { gate: 'closed', reasons: 'latest-backup-failed' },
    });
  });

  test('fails where the gate that has to be closed is open', async () => {
    const service = '${{ steps.cloud.outputs.healthy }}';
    await runSteps(withInputs('closed', { service }), results);
    expect(results.get('Compare')).toMatchObject({ outcome: 'failure' });
  });

  test('ends where the gate that has to be open is closed', async () => {
    const service = '${{ steps.cloud.outputs.failing }}';
    await runSteps(withInputs('open', { service }), results);
    expect([...results.keys()]).toEqual(['cloud', 'open']);
  });

  test('fails where the one that opens does so without the schedule that was asked for', async () => {
    await runSteps(withInputs('open', { schedule: '' }), results);
    expect(results.get('Compare')).toMatchObject({ outcome: 'failure' });
  });
});

test('the emulator takes its own key only, which is another each time', async () => {
  const start = steps.filter(({ id }) => id === 'cloud');
  await runSteps(start, results);
  const { url = '', key = '', healthy = '', pid } = results.get('cloud')?.outputs ?? {};
  const address = `${url}/skybackup/v1/backups?service_id=${healthy}`;
  const statuses = [key, `${key}0`, 'skysql.1zzz.test-key'].map(
    async (each) => (await fetch(address, { headers: { 'X-API-Key': each } })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 401, 401]);
  process.kill(Number(pid));
  await runSteps(start, results);
  expect(results.get('cloud')?.outputs['key']).not.toBe(key);
});
