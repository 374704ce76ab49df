import { expect, test } from 'vitest';
import { type Finding, severestFirst, type Severity } from '../../../shared/domain/finding.ts';
import { decide } from '../../../shared/domain/gate.ts';
import { judge, severest, verdictOf } from '../../../shared/domain/verdict.ts';
import {
  backup,
  complete,
  DAY,
  failed,
  findingsOf,
  incomplete,
  LAST_DUE,
  NOW,
  policy,
  running,
  schedule,
} from './evidence-fixture.ts';

const finding = (severity: Severity): Finding => ({ code: 'no-schedule', severity });

test('healthy evidence gives no finding at all', () => {
  const week = Array.from({ length: 7 }, (_, day) =>
    backup({ id: `b${day}`, startedAt: LAST_DUE - day * DAY }),
  );
  expect(findingsOf({ backups: week })).toEqual([]);
});

test('the severest findings come first', () => {
  const seen = {
    backups: incomplete([running(), failed({ startedAt: LAST_DUE + 1 }), backup()]),
    schedules: [schedule({ suspended: true })],
    policy: { onUnknown: 'warn' },
  } as const;
  expect(findingsOf(seen).map(({ code, severity }) => [severity, code])).toEqual([
    ['block', 'latest-backup-failed'],
    ['warn', 'evidence-incomplete'],
    ['warn', 'schedule-suspended'],
    ['info', 'backup-in-progress'],
  ]);
});

test('findings of the same severity keep their order', () => {
  const block = finding('block');
  const other: Finding = { code: 'schedule-suspended', severity: 'block', scheduleIds: [] };
  const sorted = severestFirst([finding('info'), block, finding('warn'), other]);
  expect(sorted).toEqual([block, other, finding('warn'), finding('info')]);
});

test('the order in which a provider lists its backups makes no difference', () => {
  const items = [running(), failed({ startedAt: LAST_DUE + 1 }), backup(), backup({ id: 'b0' })];
  const schedules = complete([schedule()]);
  const judged = (listed: typeof items) =>
    judge({ backups: complete(listed), schedules }, policy(), NOW).findings;
  expect(judged(items.toReversed())).toEqual(judged(items));
});

test('judging shows which backup is the newest finished and which one can be returned to', () => {
  const evidence = {
    backups: complete([backup(), running(), failed({ startedAt: LAST_DUE + 1 })]),
    schedules: complete([schedule()]),
  };
  const { context } = judge(evidence, policy(), NOW);
  expect(context.newest?.id).toBe('running');
  expect(context.newestFinished?.id).toBe('failed');
  expect(context.latestUsable?.id).toBe('b1');
});

test('the severest finding is the verdict; information alone passes', () => {
  expect(verdictOf([])).toBe('pass');
  expect(verdictOf([finding('info')])).toBe('pass');
  expect(verdictOf([finding('info'), finding('warn')])).toBe('warn');
  expect(verdictOf([finding('info'), finding('warn'), finding('block')])).toBe('block');
});

test('of several services the severest speaks, the first listed of equals', () => {
  const items = [
    { name: 'a', verdict: 'pass' },
    { name: 'b', verdict: 'warn' },
    { name: 'c', verdict: 'block' },
    { name: 'd', verdict: 'block' },
  ] as const;
  expect(severest(items)?.name).toBe('c');
  expect(severest(items.slice(0, 2))?.name).toBe('b');
  expect(severest([{ name: 'x', verdict: 'pass' as const }, items[0]])?.name).toBe('x');
  expect(severest([])).toBeUndefined();
});

test('only a `block` verdict closes the gate, and `gate: warn` lets even that through', () => {
  expect(decide('block', 'block')).toBe('closed');
  expect(decide('warn', 'block')).toBe('open');
  expect(decide('pass', 'block')).toBe('open');
  for (const verdict of ['block', 'warn', 'pass'] as const) {
    expect(decide(verdict, 'warn')).toBe('open');
  }
  // Nothing is judged then, so a block means that something asked for was not done.
  expect(decide('block', 'off')).toBe('closed');
  expect(decide('pass', 'off')).toBe('open');
});
