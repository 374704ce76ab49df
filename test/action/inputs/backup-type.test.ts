import { expect, test } from 'vitest';
import { parseInputs } from '../../../action/inputs/index.ts';
import { rawInputs } from '../step.ts';

const skyvia = { provider: 'skyvia', service: '12/345', backup: 'always' };

test('where a provider has one type only, the default means that type', () => {
  const parsed = parseInputs(rawInputs({ ...skyvia, 'accept-types': 'snapshot' }));
  expect(parsed).toMatchObject({ ok: true, value: { backupType: 'snapshot' } });
});

test('another type is refused there, with the one that there is', () => {
  const parsed = parseInputs(rawInputs({ ...skyvia, 'backup-type': 'dump' }));
  expect(parsed).toMatchObject({ ok: false });
  const [problem] = parsed.ok ? [] : parsed.problem;
  expect(problem).toMatchObject({ input: 'backup-type', value: 'dump' });
  expect(problem?.message).toContain('snapshot');
});

test('a requested backup that would not count is refused there too', () => {
  const parsed = parseInputs(rawInputs({ ...skyvia, 'accept-types': 'full' }));
  expect(parsed.ok ? [] : parsed.problem.map(({ input }) => input)).toEqual(['backup-type']);
});
