import { describe, expect, test } from 'vitest';
import { checkConfig, parseConfig } from '../../../worker/config/index.ts';
import { CRM, SECRETS, SERVICES } from '../open-app.ts';
import { problemsOf, problemsWith } from './problems.ts';

const PROD = SERVICES.prod;

function parse(config: object) {
  const parsed = parseConfig({ CONFIG: { services: { prod: PROD }, ...config }, ...SECRETS });
  if (!parsed.ok) throw new Error(parsed.problem.join('\n'));
  return parsed.value;
}

const watchOf = (watch: object) => parse({ watch }).watch;

describe('the watch', () => {
  test('is none unless it is there', () => {
    expect(parse({}).watch).toBeUndefined();
  });

  test('looks every hour unless it says otherwise, and calls nobody', () => {
    expect(watchOf({})).toEqual({ everyMs: 3_600_000, heartbeat: null });
  });

  test.each([
    ['15m', 15],
    ['20m', 20],
    ['1h30m', 90],
    ['1d', 1440],
    ['24h', 1440],
  ])('looks every %s', (every, minutes) => {
    expect(watchOf({ every })).toMatchObject({ everyMs: minutes * 60_000 });
  });

  test('calls an address, also one on this machine', () => {
    for (const heartbeat of ['https://hc.example/ping/1?create=1', 'http://127.0.0.1:9/ping']) {
      expect(watchOf({ heartbeat })).toMatchObject({ heartbeat });
    }
  });

  const A_PERIOD = 'use a duration from 15m to 1d, such as 1h';
  const AN_ADDRESS =
    'use an https:// URL (http:// only on this machine) without credentials or fragment';

  test.each([
    [{ every: '14m59s' }, `watch.every: ${A_PERIOD}`],
    [{ every: '1d1s' }, `watch.every: ${A_PERIOD}`],
    [{ every: '15' }, `watch.every: ${A_PERIOD}`],
    [{ every: 3600 }, `watch.every: ${A_PERIOD}`],
    [{ every: '' }, `watch.every: ${A_PERIOD}`],
    [{ every: null }, `watch.every: ${A_PERIOD}`],
    [{ heartbeat: 'http://hc.example/ping/1' }, `watch.heartbeat: ${AN_ADDRESS}`],
    [{ heartbeat: 'https://me:it@hc.example/' }, `watch.heartbeat: ${AN_ADDRESS}`],
    [{ heartbeat: '' }, `watch.heartbeat: ${AN_ADDRESS}`],
    [{ evry: '1h' }, 'watch.evry: unknown key; allowed: every, heartbeat'],
  ])('with %j is refused, and its value is not shown', (watch, problem) => {
    expect(problemsWith({ watch })).toEqual([problem]);
  });

  test.each([5, null, true, []])('that is %j is refused', (watch) => {
    expect(problemsWith({ watch })).toEqual(['watch: must be an object: { … }']);
  });
});

describe('a schedule to be kept', () => {
  const withSchedule = (schedule: unknown, over: object = {}) => ({
    services: { prod: { ...PROD, schedule, ...over } },
    watch: {},
  });

  test('is a cron as the Action takes it, in its plainest spelling', () => {
    const config = parse(withSchedule(' 00 02 * * mon-fri '));
    expect(config.services.get('prod')?.schedule).toEqual({ text: '0 2 * * MON-FRI' });
  });

  test.each([
    ['2 o clock', 'the fields are minute, hour, day, month and weekday'],
    ['@daily', 'the fields are minute, hour, day, month and weekday'],
    ['0 2 30 2 *', 'this date never comes'],
    ['enabled', 'the fields are minute, hour, day, month and weekday'],
  ])('that is %s is refused, with what is allowed', (schedule, why) => {
    const [problem = '', ...others] = problemsOf(withSchedule(schedule));
    expect(others).toEqual([]);
    expect(problem).toContain(
      'services.prod.schedule: use five cron fields in UTC such as "0 2 * * *"',
    );
    expect(problem).toContain(why);
  });

  test('without a watch is refused, because nobody would keep it', () => {
    const { services } = withSchedule('0 2 * * *');
    expect(problemsOf({ services, watch: undefined })).toEqual([
      'services.prod.schedule: only the watch keeps a schedule: add watch, or leave it out',
    ]);
  });

  test('where the watch is wrong is not held against it too', () => {
    const { services } = withSchedule('0 2 * * *');
    expect(problemsOf({ services, watch: { every: 'often' } })).toEqual([
      'watch.every: use a duration from 15m to 1d, such as 1h',
    ]);
  });

  test('with a provider that sets no times is refused', () => {
    const crm = { ...CRM, schedule: '0 2 * * *' };
    expect(problemsOf({ services: { crm }, watch: {} })).toEqual([
      'services.crm.schedule: the API of Skyvia cannot set the times of a schedule; leave it out',
    ]);
  });

  test('is checked before a deployment too', () => {
    const checked = checkConfig(withSchedule('often'), { env: {}, secrets: 'unknown' });
    expect(checked.ok).toBe(false);
  });
});
