import { describe, expect, test } from 'vitest';
import { API_KEY, CONFIG, openApp } from '../../open-app.ts';
import { typed } from './reply.ts';

/** An app in which only these rules allow something. */
function openWith(allow: readonly object[]) {
  return openApp({ config: { ...CONFIG, slack: { allow } } });
}

describe('an allow rule', () => {
  const everything = { team: 'T1', channels: ['C1'], users: ['U1'], services: ['prod'] };

  test.each<[string, object[], boolean]>([
    ['no rule at all', [], false],
    ['a rule that leaves all out', [{}], true],
    ['a rule that names all of it', [everything], true],
    ['another team', [{ ...everything, team: 'T2' }], false],
    ['another channel', [{ ...everything, channels: ['C2'] }], false],
    ['one of several channels', [{ ...everything, channels: ['C2', 'C1'] }], true],
    ['another user', [{ ...everything, users: ['U2', 'U11'] }], false],
    ['another service', [{ ...everything, services: ['shop'] }], false],
    ['an empty list of channels', [{ channels: [] }], false],
    ['an empty list of users', [{ users: [] }], false],
    ['an empty list of services', [{ services: [] }], false],
    ['only the team', [{ team: 'T1' }], true],
    ['only another team', [{ team: 'T2' }], false],
    ['only the user', [{ users: ['U1'] }], true],
    ['only the channel', [{ channels: ['C1'] }], true],
    ['only the service', [{ services: ['prod'] }], true],
    [
      'two rules that meet half of it each',
      [
        { team: 'T1', users: ['U2'] },
        { team: 'T2', users: ['U1'] },
      ],
      false,
    ],
    ['a rule that gives another right', [{ may: ['override'] }], false],
    ['a rule that gives this right too', [{ may: ['override', 'use'] }], true],
    ['a second rule that meets all of it', [{ team: 'T2' }, { team: 'T1' }], true],
  ])('%s: %j allows it: %s', async (_, allow, allowed) => {
    const open = openWith(allow);
    const reply = await typed(open, 'prod');
    expect(open.accepted).toHaveLength(allowed ? 1 : 0);
    if (!allowed)
      expect(reply).toContain('Sorry, you are not allowed to use the service `prod` here');
  });
});

describe('a rule for a whole organisation', () => {
  const ofE1 = { enterprise_id: 'E1', enterprise_name: 'Acme' };

  test.each([
    ['E1', ofE1, true],
    ['E2', ofE1, false],
    ['E1', {}, false],
    ['T1', ofE1, true],
  ])('with team %s and a form with %j allows it: %s', async (team, form, allowed) => {
    const open = openWith([{ team }]);
    await typed(open, 'prod', form);
    expect(open.accepted).toHaveLength(allowed ? 1 : 0);
  });
});

describe('a refusal', () => {
  test('is polite, and names what would be needed', async () => {
    const open = openWith([{ team: 'T2' }]);
    expect(await typed(open, 'prod')).toBe(
      "Sorry, you are not allowed to use the service `prod` here. That takes a rule under `slack.allow` in the Worker's configuration that allows team `T1`, channel `C1`, user `U1` and service `prod`.",
    );
    expect(open.logged).toEqual([
      { event: 'not-allowed', entrance: 'slack', team: 'T1', user: 'U1' },
    ]);
  });

  test('tells whoever may use nothing the same of a service that is not there', async () => {
    const open = openWith([]);
    const [there, notThere] = [await typed(open, 'prod'), await typed(open, 'nope')];
    expect(notThere).toBe(there.replaceAll('prod', 'nope'));
  });

  test.each(['status', 'status prod'])('holds for %s too: nothing is judged', async (text) => {
    const judge = () => Promise.reject(new Error('nobody may ask'));
    const open = openApp({ config: { ...CONFIG, slack: { allow: [] } }, judge });
    expect(await typed(open, text)).toContain('Sorry, you are not allowed to use');
    expect(open.logged).toMatchObject([{ event: 'not-allowed' }]);
  });
});

describe('a service that', () => {
  test('is not there is answered with those that may be used, and no others', async () => {
    const open = openWith([{ services: ['shop'] }]);
    const reply = await typed(open, 'staging');
    expect(reply).toContain("I don't know the service `staging`");
    expect(reply).toContain('`shop`');
    expect(reply).not.toContain('prod');
  });

  test('can only be checked says so', async () => {
    const open = openApp();
    const reply = await typed(open, 'archive');
    expect(reply).toContain("ByCloud's API cannot start backups");
    expect(reply).toContain('`/backup status archive`');
    expect(open.accepted).toEqual([]);
  });
});

test('whoever asks too often is asked for patience, and nothing is done', async () => {
  const open = openApp({ mayCall: async () => false });
  for (const text of ['prod', 'status', 'help']) {
    expect(await typed(open, text)).toContain('Please try again in a minute');
  }
  expect(open.accepted).toEqual([]);
});

test('no reply holds a key', async () => {
  const open = openApp();
  for (const text of ['prod', 'help', 'status', 'nope', API_KEY.slice(0, 6)]) {
    expect(await typed(open, text)).not.toContain(API_KEY);
  }
});
