import { describe, expect, test } from 'vitest';
import { SETTING_NAMES, SETTINGS } from '../../../shared/domain/settings.ts';
import { parseConfig, type ServiceConfig } from '../../../worker/config/index.ts';
import { inputsOf } from '../../action/step.ts';
import { SECRETS, SERVICES } from '../open-app.ts';
import { problemsWith, problemsWithService } from './problems.ts';

type Policy = ServiceConfig['policy'];

function policyWith(policy?: object): Policy {
  const prod = { ...SERVICES.prod, ...(policy ? { policy } : {}) };
  const parsed = parseConfig({ CONFIG: { services: { prod } }, ...SECRETS });
  const service = parsed.ok ? parsed.value.services.get('prod') : undefined;
  if (!service) throw new Error(JSON.stringify(parsed));
  return service.policy;
}

/** `max-age` is `maxAge` in the configuration. */
const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the policy of a service', () => {
  test('has the defaults of the Action, setting by setting', () => {
    expect(policyWith()).toEqual(inputsOf().policy);
    expect(policyWith({})).toEqual(inputsOf().policy);
  });

  const given: readonly [string, string, object][] = [
    ['max-age', '26h', { maxAge: '26h' }],
    ['max-age', 'off', { maxAge: 'off' }],
    ['min-size', '1GB', { minSize: '1GB' }],
    ['max-size-drop', 'block:30%', { maxSizeDrop: 'block:30%' }],
    ['accept-types', 'full,dump', { acceptTypes: ['full', 'dump'] }],
    ['accept-types', 'all', { acceptTypes: 'all' }],
    ['in-progress', 'block', { inProgress: 'block' }],
    ['in-progress', 'wait', { inProgress: 'wait' }],
    ['on-unknown', 'warn', { onUnknown: 'warn' }],
  ];

  test.each(given)('takes what the input %s takes: %s', (input, value, policy) => {
    expect(policyWith(policy)).toEqual(inputsOf({ [input]: value }).policy);
  });

  test('has a key for every setting of the Action', () => {
    const [problem = ''] = problemsWithService({ policy: { strange: 1 } });
    const keys = problem.replace(/.*allowed: /, '').split(', ');
    expect(keys.toSorted()).toEqual(SETTING_NAMES.map(camel).toSorted());
  });

  test.each<[object, string]>([
    [{ maxAge: 'soon' }, 'maxAge: use auto, off, or a duration such as 26h, 2d, 1d12h, 90m or 45s'],
    [{ maxAge: 26 }, 'maxAge: use auto, off, or a duration such as 26h, 2d, 1d12h, 90m or 45s'],
    [{ minSize: '5' }, 'minSize: use a size above zero such as 10MB, 1.5GB or 512KiB'],
    [
      { maxSizeDrop: '100%' },
      'maxSizeDrop: use a whole percentage from 1% to 99%, such as 50% or block:50%, or off',
    ],
    [
      { acceptTypes: ['Full'] },
      'acceptTypes: use "all", or a list of some of full, incremental, binarylog, dump, snapshot',
    ],
    [
      { acceptTypes: [] },
      'acceptTypes: use "all", or a list of some of full, incremental, binarylog, dump, snapshot',
    ],
    [{ inProgress: 'skip' }, 'inProgress: use one of previous, wait, block'],
    [{ onUnknown: 'pass' }, 'onUnknown: use one of block, warn'],
    [
      { 'max-age': '26h' },
      'max-age: unknown key; allowed: maxAge, minSize, maxSizeDrop, acceptTypes, inProgress, onUnknown',
    ],
  ])('%j is refused', (policy, problem) => {
    expect(problemsWithService({ policy })).toEqual([`services.prod.policy.${problem}`]);
  });

  test('that relies on sizes is refused where the provider gives none', () => {
    const archive = (policy: object) =>
      problemsWith({ services: { ...SERVICES, archive: { ...SERVICES.archive, policy } } });
    const problem = "ByCloud's API reports no sizes in a known unit; leave this out";
    expect(archive({ minSize: '1MB' })).toEqual([`services.archive.policy.minSize: ${problem}`]);
    expect(archive({ maxSizeDrop: 'block:50%' })).toEqual([
      `services.archive.policy.maxSizeDrop: ${problem}`,
    ]);
    expect(archive({ maxSizeDrop: '30%' })).toEqual([]);
  });
});

test.each(SETTING_NAMES)('the default of %s is one of its values', (name) => {
  expect(SETTINGS[name].parse(SETTINGS[name].default).ok).toBe(true);
});
