import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findUnsupported, type RequestedOptions } from '../../../shared/domain/unsupported.ts';
import {
  ANY_PROVIDER,
  type Capabilities,
  type RequestedOption,
} from '../../../shared/domain/capability.ts';
import { LIST_ONLY } from './capabilities-fixture.ts';

const WARNING = { kind: 'limit', percent: 50, severity: 'warn' } as const;
const BLOCKING = { kind: 'limit', percent: 50, severity: 'block' } as const;

type Asked = Partial<Omit<RequestedOptions, 'policy'>> & Partial<RequestedOptions['policy']>;

/** What a step asks for where no input is given, apart from what is said. */
function requesting(asked: Asked = {}): RequestedOptions {
  const { services = ['dbtgf28044362'], schedule = 'none', backup = 'never', ...policy } = asked;
  const defaults = { minSizeBytes: null, maxSizeDrop: WARNING, inProgress: 'previous' } as const;
  return { services, schedule, backup, policy: { ...defaults, ...policy } };
}

interface Limit {
  readonly lacks: keyof Capabilities;
  readonly asked: Asked;
  readonly option: RequestedOption;
}

const LIMITS: readonly Limit[] = [
  {
    lacks: 'wholeOrganisation',
    asked: { services: 'all' },
    option: 'all-services',
  },
  {
    lacks: 'ensureCron',
    asked: { schedule: 'cron' },
    option: 'schedule-times',
  },
  {
    lacks: 'enableSchedule',
    asked: { schedule: 'enabled' },
    option: 'active-schedule',
  },
  {
    lacks: 'suspendSchedule',
    asked: { schedule: 'suspended' },
    option: 'no-active-schedule',
  },
  {
    lacks: 'deleteSchedule',
    asked: { schedule: 'absent' },
    option: 'no-schedule',
  },
  ...(['always', 'if-needed'] as const).map((backup) => ({
    lacks: 'requestBackup' as const,
    asked: { backup },
    option: 'backup' as const,
  })),
  ...[0, 1, 10_000_000].map((minSizeBytes) => ({
    lacks: 'sizes' as const,
    asked: { minSizeBytes },
    option: 'min-size' as const,
  })),
  {
    lacks: 'sizes',
    asked: { maxSizeDrop: BLOCKING },
    option: 'max-size-drop',
  },
  {
    lacks: 'wait',
    asked: { inProgress: 'wait' },
    option: 'wait-for-running',
  },
];

describe.each(LIMITS)('without $lacks, asking for $asked', ({ lacks, asked, option }) => {
  test('is unsupported: it says what was asked for and what it would need', () => {
    const found = findUnsupported('Acme', { ...ANY_PROVIDER, [lacks]: false }, requesting(asked));
    expect(found).toEqual([
      {
        code: 'unsupported',
        severity: 'block',
        provider: 'Acme',
        option,
        needs: lacks,
      },
    ]);
  });

  test('is supported by a provider that can', () => {
    expect(findUnsupported('Acme', ANY_PROVIDER, requesting(asked))).toEqual([]);
  });

  test('is the only thing that is unsupported', () => {
    expect(findUnsupported('Acme', { ...ANY_PROVIDER, [lacks]: false }, requesting())).toEqual([]);
  });
});

test('a provider that can do nothing but list still serves a gate', () => {
  expect(findUnsupported('Acme', LIST_ONLY, requesting())).toEqual([]);
  expect(findUnsupported('Acme', LIST_ONLY, requesting({ inProgress: 'block' }))).toEqual([]);
  for (const maxSizeDrop of [{ kind: 'off' }, { ...WARNING, percent: 80 }] as const) {
    expect(findUnsupported('Acme', LIST_ONLY, requesting({ maxSizeDrop }))).toEqual([]);
  }
});

test('all that cannot be had is found at once, each option once', () => {
  const limits = { minSizeBytes: 1, maxSizeDrop: BLOCKING, inProgress: 'wait' } as const;
  const all = requesting({ services: 'all', schedule: 'cron', backup: 'always', ...limits });
  const options = findUnsupported('Acme', LIST_ONLY, all).map(({ option }) => option);
  const limited = ['min-size', 'max-size-drop', 'wait-for-running'];
  expect(options).toEqual(['all-services', 'schedule-times', 'backup', ...limited]);
});

test('whatever is asked for, a provider that can do more refuses no more', () => {
  const capabilities = fc.record({
    dueTimes: fc.boolean(),
    sizes: fc.boolean(),
    ensureCron: fc.boolean(),
    enableSchedule: fc.boolean(),
    suspendSchedule: fc.boolean(),
    deleteSchedule: fc.boolean(),
    requestBackup: fc.boolean(),
    wait: fc.boolean(),
    wholeOrganisation: fc.boolean(),
    wholeWorkspace: fc.boolean(),
  });
  const requested = fc.record({
    services: fc.constantFrom<RequestedOptions['services']>('all', ['dbtgf28044362']),
    schedule: fc.constantFrom<RequestedOptions['schedule']>(
      'none',
      'enabled',
      'suspended',
      'absent',
      'cron',
    ),
    backup: fc.constantFrom<RequestedOptions['backup']>('never', 'always', 'if-needed'),
    policy: fc.record({
      minSizeBytes: fc.option(fc.nat()),
      maxSizeDrop: fc.constantFrom<RequestedOptions['policy']['maxSizeDrop']>(WARNING, BLOCKING),
      inProgress: fc.constantFrom<RequestedOptions['policy']['inProgress']>(
        'previous',
        'wait',
        'block',
      ),
    }),
  });
  const names = fc.constantFrom(...(Object.keys(ANY_PROVIDER) as (keyof Capabilities)[]));
  fc.assert(
    fc.property(capabilities, names, requested, (able, more, asked) => {
      const optionsOf = (capable: Capabilities) =>
        findUnsupported('Acme', capable, asked).map(({ option }) => option);
      const before = optionsOf({ ...able, [more]: false });
      for (const option of optionsOf({ ...able, [more]: true })) expect(before).toContain(option);
    }),
  );
});
