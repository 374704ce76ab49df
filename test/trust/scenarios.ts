import type { Evidence } from '../../shared/domain/evidence.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { Random } from './random.ts';
import { cronOf, type Fate, type Plan, simulate } from './service.ts';

/** Whether it is safe to deploy, which the evidence does not say. */
export type Truth = 'safe' | 'unsafe';

export interface Scenario {
  readonly name: string;
  readonly truth: Truth;
  readonly evidence: (random: Random, now: Instant) => Evidence;
}

type Plans = (random: Random, now: Instant) => readonly Plan[];

const minute = (random: Random) => random.whole(0, 59);
const nightly = (random: Random, type = 'full'): Plan => ({
  type,
  cron: `${minute(random)} ${random.whole(0, 5)} * * *`,
});
const hourly = (random: Random, type = 'snapshot'): Plan => ({
  type,
  cron: `${minute(random)} * * * *`,
});
const weekly = (random: Random): Plan => ({
  type: 'full',
  cron: `${minute(random)} ${random.whole(0, 5)} * * ${random.whole(0, 6)}`,
});

/** Daily at that time of the day. */
function timeOfDay(moment: Instant): string {
  const time = new Date(moment);
  return `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
}

/** The last so many runs go like this, all before them well. */
const last =
  (count: number, fate: Fate) =>
  (ago: number): Fate =>
    ago < count ? fate : 'good';
/** The run so many due times back goes like this, all others well. */
const only =
  (runsAgo: number, fate: Fate) =>
  (ago: number): Fate =>
    ago === runsAgo ? fate : 'good';

function scenario(
  name: string,
  truth: Truth,
  plans: Plans,
  options: (random: Random) => {
    readonly keptDays?: number;
    readonly clockOffMs?: number;
  } = () => ({}),
): Scenario {
  return {
    name,
    truth,
    evidence: (random, now) =>
      simulate({ random, now, plans: plans(random, now), ...options(random) }),
  };
}

const healthy = { keptDays: 14 };

const SAFE: readonly Scenario[] = [
  scenario('nightly, all well', 'safe', (r) => [nightly(r)]),
  scenario(
    'hourly, all well',
    'safe',
    (r) => [hourly(r, 'full')],
    () => healthy,
  ),
  scenario('on weekdays only', 'safe', (r) => [
    { type: 'full', cron: `${minute(r)} ${r.whole(0, 5)} * * 1-5` },
  ]),
  scenario(
    'weekly',
    'safe',
    (r) => [weekly(r)],
    () => ({ keptDays: 60 }),
  ),
  scenario(
    'monthly',
    'safe',
    (r) => [{ type: 'full', cron: `${minute(r)} 2 ${r.whole(1, 28)} * *` }],
    () => ({ keptDays: 120 }),
  ),
  scenario(
    'weekly full, incremental every hour',
    'safe',
    (r) => [weekly(r), hourly(r, 'incremental')],
    () => healthy,
  ),
  scenario(
    'nightly full, binary log every hour',
    'safe',
    (r) => [nightly(r), hourly(r, 'binarylog')],
    () => ({ keptDays: 8 }),
  ),
  scenario('nightly full and nightly dump', 'safe', (r) => [nightly(r), nightly(r, 'dump')]),
  scenario('a failure two nights ago, well since', 'safe', (r) => [
    { ...nightly(r), fateOf: only(2, 'failed') },
  ]),
  scenario('a hanging record of last week, well since', 'safe', (r) => [
    { ...nightly(r), fateOf: only(r.whole(2, 9), 'hangs') },
  ]),
  scenario(
    'clocks up to 4 minutes apart',
    'safe',
    (r) => [nightly(r)],
    (r) => ({
      clockOffMs: r.whole(-4 * 60, 4 * 60) * 1000,
    }),
  ),
  scenario('a schedule that was created an hour ago beside an older one', 'safe', (r, now) => [
    nightly(r),
    {
      ...hourly(r),
      fateOf: () => 'missing',
      schedule: { createdAt: now - 50 * MINUTE, updatedAt: now },
    },
  ]),
  scenario('`updated_at` moved by the provider, all well', 'safe', (r, now) => [
    { ...nightly(r), schedule: { updatedAt: now - r.whole(0, 300) * MINUTE } },
  ]),
  scenario(
    'kept for 3 days only',
    'safe',
    (r) => [nightly(r)],
    () => ({ keptDays: 3 }),
  ),
  scenario('one suspended schedule beside an active one of its type', 'safe', (r) => [
    nightly(r),
    { ...weekly(r), fateOf: () => 'missing', schedule: { suspended: true } },
  ]),
  scenario('a schedule that was really changed an hour ago', 'safe', (r, now) => [
    {
      ...nightly(r),
      schedule: { cron: cronOf(`${minute(r)} ${r.whole(8, 20)} * * *`), updatedAt: now - HOUR },
    },
  ]),
  scenario('a database that doubled in a month', 'safe', (r) => [
    { ...nightly(r), sizeOf: (ago) => 2 - ago / 30 },
  ]),
  scenario('a purge of a third of the data', 'safe', (r) => [
    { ...nightly(r), sizeOf: (ago) => (ago < 3 ? 0.66 : 1) },
  ]),
  scenario('a last run that took twice as long', 'safe', (r) => [
    { ...nightly(r), timeOf: (ago) => (ago === 0 ? 2 : 1) },
  ]),
  scenario('many manual backups between the nightly ones', 'safe', (r) => [
    nightly(r),
    { type: 'full', cron: `${minute(r)} 9,15 * * *` },
  ]),
];

const UNSAFE: readonly Scenario[] = [
  scenario('the last nights failed', 'unsafe', (r) => [
    { ...nightly(r), fateOf: last(r.whole(2, 9), 'failed') },
  ]),
  scenario('the schedule stopped in silence', 'unsafe', (r) => [
    { ...nightly(r), fateOf: last(r.whole(2, 20), 'missing') },
  ]),
  scenario(
    'a weekly schedule stopped in silence',
    'unsafe',
    (r) => [{ ...weekly(r), fateOf: last(r.whole(2, 5), 'missing') }],
    () => ({ keptDays: 90 }),
  ),
  scenario('the last run hangs', 'unsafe', (r) => [{ ...nightly(r), fateOf: last(2, 'hangs') }]),
  scenario('a success that lost nearly everything', 'unsafe', (r) => [
    { ...nightly(r), fateOf: last(r.whole(2, 4), 'truncated') },
  ]),
  scenario(
    'the same with only three before it',
    'unsafe',
    (r) => [{ ...nightly(r), fateOf: last(2, 'truncated') }],
    () => ({ keptDays: 5 }),
  ),
  scenario('an empty success', 'unsafe', (r) => [{ ...nightly(r), fateOf: last(2, 'empty') }]),
  scenario(
    'full backups fail while snapshots succeed',
    'unsafe',
    (r) => [{ ...nightly(r), fateOf: last(r.whole(2, 6), 'failed') }, hourly(r)],
    () => healthy,
  ),
  scenario(
    'full backups stopped while snapshots succeed',
    'unsafe',
    (r) => [{ ...nightly(r), fateOf: last(r.whole(2, 6), 'missing') }, hourly(r)],
    () => healthy,
  ),
  scenario(
    'full backups are truncated while snapshots succeed',
    'unsafe',
    (r) => [{ ...nightly(r), fateOf: last(2, 'truncated') }, hourly(r)],
    () => healthy,
  ),
  scenario(
    'a weekly full one is missing below hourly incrementals',
    'unsafe',
    (r) => [{ ...weekly(r), fateOf: last(2, 'missing') }, hourly(r, 'incremental')],
    () => ({ keptDays: 28 }),
  ),
  scenario(
    'incrementals on an empty full backup',
    'unsafe',
    (r) => [{ ...weekly(r), fateOf: () => 'empty' }, hourly(r, 'incremental')],
    () => healthy,
  ),
  scenario(
    'incrementals whose full backup has expired',
    'unsafe',
    (r) => [{ ...weekly(r), fateOf: () => 'missing' }, hourly(r, 'incremental')],
    () => healthy,
  ),
  scenario('all schedules suspended, and three weeks without one', 'unsafe', (r) => [
    { ...nightly(r), fateOf: last(21, 'missing'), schedule: { suspended: true } },
  ]),
  scenario('`updated_at` moved, and nothing for days', 'unsafe', (r, now) => [
    {
      ...nightly(r),
      fateOf: last(r.whole(3, 8), 'missing'),
      schedule: { updatedAt: now - r.whole(0, 300) * MINUTE },
    },
  ]),
  scenario('the schedule cannot run, and says so', 'unsafe', (r) => [
    { ...nightly(r), fateOf: last(2, 'missing'), schedule: { trouble: 'Failed: no storage' } },
  ]),
  scenario(
    'dated ahead of now',
    'unsafe',
    (r) => [nightly(r)],
    (r) => ({
      clockOffMs: 2 * DAY + r.whole(0, 5) * HOUR,
    }),
  ),
  scenario('there was never one', 'unsafe', (r) => [{ ...nightly(r), fateOf: () => 'missing' }]),
  scenario('one night missed, and its grace is over', 'unsafe', (_, now) => [
    { type: 'full', cron: timeOfDay(now - 2 * HOUR), fateOf: last(1, 'missing') },
  ]),
  scenario(
    'an hourly schedule that stopped five hours ago',
    'unsafe',
    (r) => [{ ...hourly(r, 'full'), fateOf: last(5, 'missing') }],
    () => healthy,
  ),
];

export const SCENARIOS: readonly Scenario[] = [...SAFE, ...UNSAFE];
