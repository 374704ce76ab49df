import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Capabilities,
  findUnsupported,
  type Wishes,
} from '../../../shared/domain/capability.ts';

const EVERYTHING: Capabilities = {
  dueTimes: true,
  sizes: true,
  ensureCron: true,
  enableSchedule: true,
  requestBackup: true,
  wait: true,
  wholeOrganisation: true,
};

const WARNING = { kind: 'limit', percent: 50, severity: 'warn' } as const;
const BLOCKING = { kind: 'limit', percent: 50, severity: 'block' } as const;

type Asked = Partial<Omit<Wishes, 'policy'>> & Partial<Wishes['policy']>;

/** What a step asks for where no input is given, apart from what is said. */
function wishes(asked: Asked = {}): Wishes {
  const { services = ['dbtgf28044362'], schedule = 'none', backup = 'never', ...policy } = asked;
  const defaults = { minSizeBytes: null, maxSizeDrop: WARNING, inProgress: 'previous' } as const;
  return { services, schedule, backup, policy: { ...defaults, ...policy } };
}

interface Limit {
  readonly lacks: keyof Capabilities;
  readonly asked: Asked;
  readonly input: string;
  readonly cannot: string;
  readonly remedy: string;
}

const LIMITS: readonly Limit[] = [
  {
    lacks: 'wholeOrganisation',
    asked: { services: 'all' },
    input: 'service',
    cannot: 'gives no list of all backups and schedules, in which every service could be found',
    remedy: 'Name the services in `service`',
  },
  {
    lacks: 'ensureCron',
    asked: { schedule: 'cron' },
    input: 'schedule',
    cannot: 'cannot set when backups run',
    remedy: 'schedule: enabled',
  },
  {
    lacks: 'enableSchedule',
    asked: { schedule: 'enabled' },
    input: 'schedule',
    cannot: 'shows no schedules',
    remedy: 'Leave `schedule` empty',
  },
  ...(['always', 'if-needed'] as const).map((backup) => ({
    lacks: 'requestBackup' as const,
    asked: { backup },
    input: 'backup',
    cannot: 'cannot start a backup',
    remedy: 'Leave `backup` at `never`',
  })),
  ...[0, 1, 10_000_000].map((minSizeBytes) => ({
    lacks: 'sizes' as const,
    asked: { minSizeBytes },
    input: 'min-size',
    cannot: 'gives no size in a known unit',
    remedy: 'Leave `min-size` empty',
  })),
  {
    lacks: 'sizes',
    asked: { maxSizeDrop: BLOCKING },
    input: 'max-size-drop',
    cannot: 'gives no size in a known unit',
    remedy: 'Leave out `max-size-drop`',
  },
  {
    lacks: 'wait',
    asked: { inProgress: 'wait' },
    input: 'in-progress',
    cannot: 'does not show backups that still run',
    remedy: 'in-progress: previous',
  },
];

describe.each(LIMITS)('without $lacks, asking for $asked', ({ lacks, asked, ...said }) => {
  test('is unsupported: it says what cannot be done, and what can', () => {
    const found = findUnsupported('Acme', { ...EVERYTHING, [lacks]: false }, wishes(asked));
    expect(found).toEqual([
      {
        code: 'unsupported',
        severity: 'block',
        input: said.input,
        message: `the API of Acme ${said.cannot}`,
        remedy: expect.stringContaining(said.remedy),
      },
    ]);
  });

  test('is supported by a provider that can', () => {
    expect(findUnsupported('Acme', EVERYTHING, wishes(asked))).toEqual([]);
  });

  test('is the only thing that is unsupported', () => {
    expect(findUnsupported('Acme', { ...EVERYTHING, [lacks]: false }, wishes())).toEqual([]);
  });
});

const NOTHING: Capabilities = {
  dueTimes: false,
  sizes: false,
  ensureCron: false,
  enableSchedule: false,
  requestBackup: false,
  wait: false,
  wholeOrganisation: false,
};

test('a provider that can do nothing but list still serves a gate', () => {
  expect(findUnsupported('Acme', NOTHING, wishes())).toEqual([]);
  expect(findUnsupported('Acme', NOTHING, wishes({ inProgress: 'block' }))).toEqual([]);
  for (const maxSizeDrop of [{ kind: 'off' }, { ...WARNING, percent: 80 }] as const) {
    expect(findUnsupported('Acme', NOTHING, wishes({ maxSizeDrop }))).toEqual([]);
  }
});

test('a cron is not answered with `schedule: enabled` where that cannot be had either', () => {
  const [only, ...others] = findUnsupported('Acme', NOTHING, wishes({ schedule: 'cron' }));
  expect(others).toEqual([]);
  expect(only?.remedy).not.toContain('enabled');
  expect(only?.remedy).toContain('leave `schedule` empty');
});

test('all that cannot be had is found at once, each input once', () => {
  const limits = { minSizeBytes: 1, maxSizeDrop: BLOCKING, inProgress: 'wait' } as const;
  const all = wishes({ services: 'all', schedule: 'cron', backup: 'always', ...limits });
  const inputs = findUnsupported('Acme', NOTHING, all).map(({ input }) => input);
  const limited = ['min-size', 'max-size-drop', 'in-progress'];
  expect(inputs).toEqual(['service', 'schedule', 'backup', ...limited]);
});

test('whatever is wished for, a provider that can do more refuses no more', () => {
  const capabilities = fc.record({
    dueTimes: fc.boolean(),
    sizes: fc.boolean(),
    ensureCron: fc.boolean(),
    enableSchedule: fc.boolean(),
    requestBackup: fc.boolean(),
    wait: fc.boolean(),
    wholeOrganisation: fc.boolean(),
  });
  const wished = fc.record({
    services: fc.constantFrom<Wishes['services']>('all', ['dbtgf28044362']),
    schedule: fc.constantFrom<Wishes['schedule']>('none', 'enabled', 'cron'),
    backup: fc.constantFrom<Wishes['backup']>('never', 'always', 'if-needed'),
    policy: fc.record({
      minSizeBytes: fc.option(fc.nat()),
      maxSizeDrop: fc.constantFrom<Wishes['policy']['maxSizeDrop']>(WARNING, BLOCKING),
      inProgress: fc.constantFrom<Wishes['policy']['inProgress']>('previous', 'wait', 'block'),
    }),
  });
  const names = fc.constantFrom(...(Object.keys(EVERYTHING) as (keyof Capabilities)[]));
  fc.assert(
    fc.property(capabilities, names, wished, (can, more, asked) => {
      const inputsOf = (able: Capabilities) =>
        findUnsupported('Acme', able, asked).map(({ input }) => input);
      const before = inputsOf({ ...can, [more]: false });
      for (const input of inputsOf({ ...can, [more]: true })) expect(before).toContain(input);
    }),
  );
});
