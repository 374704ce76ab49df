import { describe, expect, test } from 'vitest';
import {
  isSameCron,
  lastDueBefore,
  nextDueAfter,
  parseCron,
  readShownCron,
  spellForServer,
} from '../../../shared/domain/cron.ts';
import { cron } from './evidence-fixture.ts';

describe('a cron is accepted', () => {
  test.each([
    '* * * * *',
    '0 2 * * *',
    '59 23 31 12 7',
    '0 0 1 1 0',
    '0,15,30,45 * * * *',
    '*/5 * * * *',
    '10-20 * * * *',
    '10-50/10,59 8-18/2 * * *',
    '0 0 1-7 * MON',
    '0 0 * JAN,JUL SUN',
    '0 0 * MAR-OCT MON-FRI',
    '0 0 * * MON-FRI/2',
    '0 0 * * 5-7',
    '0 0 * * FRI-SUN',
    // Comes once in four years, and so it comes.
    '0 0 29 2 *',
    // The weekday saves it: with both days restricted, either will do.
    '0 0 31 2 MON',
  ])('%j', (text) => {
    expect(parseCron(text)).toEqual({ ok: true, value: { text } });
  });
});

describe('two spellings of one expression give the same text', () => {
  test.each([
    ['00 02 * * *', '0 2 * * *'],
    ['*/05 08-018 01,015 * *', '*/5 8-18 1,15 * *'],
    ['  0   2\t* *  * \n', '0 2 * * *'],
    ['0 2 * jan mon-Fri', '0 2 * JAN MON-FRI'],
  ])('%j is %j', (given, text) => {
    expect(parseCron(given)).toEqual({ ok: true, value: { text } });
    expect(parseCron(text)).toEqual({ ok: true, value: { text } });
  });
});

describe('a cron is refused', () => {
  test.each([
    ['', '0 found'],
    ['@daily', '1 found'],
    ['0 2 * *', '4 found'],
    ['0 0 2 * * *', '6 found'],
    ['** 2 * *', '4 found, and "**" lacks a space'],
    ['0 2 ** *', '4 found, and "**" lacks a space'],
  ])('with another number of fields: %j', (text, found) => {
    const problem = `the fields are minute, hour, day, month and weekday; ${found}`;
    expect(parseCron(text)).toEqual({ ok: false, problem });
  });

  test.each([
    ['60 2 * * *', 'the minute 60 is outside 0 to 59'],
    ['0 24 * * *', 'the hour 24 is outside 0 to 23'],
    ['0 2 0 * *', 'the day of month 0 is outside 1 to 31'],
    ['0 2 32 * *', 'the day of month 32 is outside 1 to 31'],
    ['0 2 * 0 *', 'the month 0 is outside 1 to 12'],
    ['0 2 * 13 *', 'the month 13 is outside 1 to 12'],
    ['0 2 * * 8', 'the day of week 8 is outside 0 to 7'],
    ['0 2 1,2-40 * *', 'the day of month 40 is outside 1 to 31'],
  ])('with a number outside its field: %j', (text, problem) => {
    expect(parseCron(text)).toEqual({ ok: false, problem });
  });

  test.each([
    ['** 2 * * *', 'minute'],
    ['? 2 * * *', 'minute'],
    ['0 2 ? * *', 'day of month'],
    ['0 2 L * *', 'day of month'],
    ['0 2 15W * *', 'day of month'],
    ['0 2 LW * *', 'day of month'],
    ['0 2 * * 5L', 'day of week'],
    ['0 2 * * MON#1', 'day of week'],
    ['0 2 * JANUARY *', 'month'],
    ['-5 2 * * *', 'minute'],
    ['5- 2 * * *', 'minute'],
    ['1,,2 2 * * *', 'minute'],
    ['1.5 2 * * *', 'minute'],
    ['1/2/3 2 * * *', 'minute'],
    ['*-5 2 * * *', 'minute'],
    ['0 ٢ * * *', 'hour'],
    ['0 2 * * *;ls', 'day of week'],
    ['0 2 * * `id`', 'day of week'],
  ])('with what not every cron has, or nobody can read: %j', (text, field) => {
    expect(parseCron(text)).toEqual({ ok: false, problem: `the ${field} cannot be read` });
  });

  test.each(['5/10 2 * * *', '*/0 2 * * *', '*/100 2 * * *', '50-10 2 * * *', '0 22-2 * * *'])(
    'with a step or range that leads nowhere: %j',
    (text) => {
      expect(parseCron(text)).toEqual({ ok: false, problem: expect.stringMatching(/./) });
    },
  );

  test.each(['0 2 * ABC *', '0 2 * * ABC', 'JAN 2 * * *', '0 MON * * *', '0 2 * MON *'])(
    'with a name that its field does not have: %j',
    (text) => {
      expect(parseCron(text).ok).toBe(false);
    },
  );

  test.each(['0 0 30 2 *', '0 0 31 2 *', '0 0 31 4,6,9,11 *'])(
    'where this date never comes: %j',
    (text) => {
      expect(parseCron(text)).toEqual({ ok: false, problem: 'this date never comes' });
    },
  );
});

describe('a due moment', () => {
  const daily = cron('0 2 * * *');
  const due = Date.UTC(2026, 0, 15, 2);
  const DAY = 24 * 60 * 60 * 1000;

  test('is neither before nor after itself, to the millisecond', () => {
    expect(lastDueBefore(daily, due - 1)).toBe(due - DAY);
    expect(lastDueBefore(daily, due)).toBe(due - DAY);
    expect(lastDueBefore(daily, due + 1)).toBe(due);
    expect(nextDueAfter(daily, due - 1)).toBe(due);
    expect(nextDueAfter(daily, due)).toBe(due + DAY);
    expect(nextDueAfter(daily, due + 1)).toBe(due + DAY);
  });

  test('is found across years', () => {
    const leapDay = cron('0 0 29 2 *');
    expect(lastDueBefore(leapDay, due)).toBe(Date.UTC(2024, 1, 29));
    expect(nextDueAfter(leapDay, due)).toBe(Date.UTC(2028, 1, 29));
  });

  test('is in UTC, so no hour is missing or doubled where clocks change', () => {
    const hourly = cron('30 * * * *');
    const beforeSpring = Date.UTC(2026, 2, 29, 0, 30);
    for (let hour = 0; hour < 4; hour += 1) {
      const at = beforeSpring + (hour * DAY) / 24;
      expect(nextDueAfter(hourly, at)).toBe(at + DAY / 24);
    }
  });
});

describe('a cron that a server shows', () => {
  test.each([
    ['@weekly', '0 0 * * 0'],
    ['@daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    ['@hourly', '0 * * * *'],
    ['@monthly', '0 0 1 * *'],
    ['@yearly', '0 0 1 1 *'],
    ['@annually', '0 0 1 1 *'],
    ['0 2 ? * SUN', '0 2 * * 0'],
    ['0 2/6 * * *', '0 2,8,14,20 * * *'],
    ['0 0 * * 1/2', '0 0 * * 1,3,5'],
    ['*/100 2 * * *', '0 2 * * *'],
    ['CRON_TZ=UTC 0 2 * * *', '0 2 * * *'],
    ['TZ=Etc/UTC 0 2 * * *', '0 2 * * *'],
    ['TZ=GMT  @daily', '0 0 * * *'],
    ['CRON_TZ= 0 2 * * *', '0 2 * * *'],
    ['0 0 * * sun-sun', '0 0 * * 0'],
    ['0 0 * * 0-SUN', '0 0 * * 0'],
    ['0 0 * * SUN-MON', '0 0 * * 0,1'],
    ['0 0 * * SAT-SUN', '0 0 * * 6,0'],
    ['0 0 * * 7', '0 0 * * 0'],
    ['0 0 1 * *,1', '0 0 1 * *'],
    ['0 0 *,5 * 1', '0 0 * * 1'],
    ['0 0 1 * */1', '0 0 1 * *'],
    ['  0 2 * * *\t', '0 2 * * *'],
  ])('%j is due at the times of %j', (shown, plain) => {
    const read = readShownCron(shown);
    expect(read && isSameCron(read, cron(plain))).toBe(true);
  });

  test.each([
    '',
    'cron',
    '@reboot',
    '@every 1h',
    '@Daily',
    'constructor',
    '0 0 2 * * *',
    '0 2 * *',
    '0 0 31 2 *',
    '0 9 ** *',
    '99 2 * * *',
    'CRON_TZ=Europe/Berlin 0 2 * * *',
    'TZ=UTC',
    'TZ=UTC0 2 * * *',
    'CRON_TZ=America/New_York @daily',
    '0 2 */0 * *',
    '0 0 * * 7/2',
    '0 22-2 * * *',
    '0 2 L * *',
  ])('is not understood: %j', (shown) => {
    expect(readShownCron(shown)).toBeNull();
  });
});

describe('as it is sent, every weekday is one that robfig/cron takes', () => {
  test.each([
    ['0 2 * * 7', '0 2 * * 0'],
    ['0 2 * * FRI-SUN', '0 2 * * 0,5,6'],
    ['0 2 * * 5-7', '0 2 * * 0,5,6'],
    ['0 2 * * SUN-SUN', '0 2 * * 0'],
    ['0 2 1 * 1-7', '0 2 1 * 0,1,2,3,4,5,6'],
    ['0 2 1 * *,7', '0 2 1 * *'],
    ['0 2 * * MON-FRI', '0 2 * * MON-FRI'],
    ['7 7 7 7 1', '7 7 7 7 1'],
    ['*/15 0-6 1,15 JAN */2', '*/15 0-6 1,15 JAN */2'],
  ])('%j is sent as %j', (given, sent) => {
    expect(spellForServer(cron(given))).toBe(sent);
    expect(isSameCron(cron(given), cron(sent))).toBe(true);
  });
});
