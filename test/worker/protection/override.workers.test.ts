import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import {
  FOR_EVER,
  addBackup,
  deliverAll,
  deploy,
  deploymentOf,
  makeAllGood,
  pages,
  pass,
  ringUntil,
  shop,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { buttonOf, click, type } from './slack.workers.ts';

useProtectionStage();

const REVIEW = 'deployment_protection_rule$';
const WHY = 'the provider is down';

beforeEach(async () => {
  await makeAllGood();
  await addBackup('prod', START - HOUR, { status: 'Failed' });
});

/** A deployment to staging that is held, and the command that asks to allow it. */
async function hold(runId: string): Promise<{ id: number; command: string }> {
  const id = await deploy('staging', { runId });
  await pass(MINUTE);
  const command = `allow prod ${pages()}/acme/shop/actions/runs/${runId} ${WHY}`;
  return { id, command };
}

describe('two people', () => {
  test('let a deployment through that is held: both are named, and everybody is told', async () => {
    const { id, command } = await hold('7001');
    const asked = await type('U1', command);
    expect(asked.response_type).toBe('in_channel');
    expect(asked.text).toContain(WHY);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
    await pass(14 * MINUTE);
    expect(await click('U2', buttonOf(asked))).toContain('is being allowed, by <@U1> and <@U2>');
    await pass(0);
    const { state, reviews, late } = await deploymentOf(id);
    expect([state, late]).toEqual(['approved', []]);
    const [{ comment } = { comment: '' }] = reviews;
    expect(comment).toContain('`latest-backup-failed`');
    expect(comment).toMatch(
      /🔓 Let through by `name-of-U1 \(U1\)` and `name-of-U2 \(U2\)`: `the provider is down`$/,
    );
    const { all, failure } = await stage('look');
    const told = {
      type: 'override',
      data: {
        repository: 'acme/shop',
        environment: 'staging',
        runId: '7001',
        by: ['name-of-U1 (U1)', 'name-of-U2 (U2)'],
        why: WHY,
      },
    };
    expect(all).toMatchObject([told]);
    expect(failure).toMatchObject([told]);
  });

  test('let one through that was rejected, when it is run again within an hour, once', async () => {
    const id = await deploy('production', { runId: '7002' });
    await pass(MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'rejected' });
    const url = `${pages()}/acme/shop/actions/runs/7002/attempts/1`;
    const asked = await type('U1', `allow prod ${url} ${WHY}`);
    expect(await click('U2', buttonOf(asked))).toContain('Re-run its failed jobs within an hour');
    const again = await deploy('production', { runId: '7002' });
    await pass(MINUTE);
    expect(await deploymentOf(again)).toMatchObject({ state: 'approved' });
    const third = await deploy('production', { runId: '7002' });
    await pass(MINUTE);
    expect(await deploymentOf(third)).toMatchObject({ state: 'rejected' });
  });

  test('survive a crash between their agreement and what follows', async () => {
    const { id, command } = await hold('7003');
    const asked = await type('U1', command);
    await click('U2', buttonOf(asked));
    await abortAllDurableObjects();
    await pass(2 * MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'approved' });
    expect((await stage('look')).all).toHaveLength(1);
  });
});

describe('a rejection that GitHub has not taken', () => {
  const allow = async (runId: string) => {
    const asked = await type('U1', `allow prod /acme/shop/actions/runs/${runId} ${WHY}`);
    return click('U2', buttonOf(asked));
  };

  test('turns into an approval', async () => {
    await stage('failGithub', { kind: 'status', status: 403 }, { path: REVIEW, times: FOR_EVER });
    const id = await deploy('production', { runId: '7060' });
    await pass(MINUTE);
    expect(await allow('7060')).toContain('is being allowed');
    await stage('mendGithub');
    await pass(MINUTE);
    const { state, reviews, late } = await deploymentOf(id);
    expect([state, reviews.length, late]).toEqual(['approved', 1, []]);
  });

  test('but may have taken stays, as the answer says', async () => {
    await stage('failGithub', { kind: 'lost-answer' }, { path: REVIEW });
    const id = await deploy('production', { runId: '7061' });
    await ringUntil(Date.now() + SECOND);
    expect(await allow('7061')).toContain('was rejected, which is on its way to GitHub or may be');
    await pass(MINUTE);
    expect((await deploymentOf(id)).reviews).toMatchObject([{ state: 'rejected' }]);
  });

  test('but is just being sent stays', async () => {
    const id = await deploy('production', { runId: '7062' });
    await stage('holdGithub', 'deployment_protection_rule', 'before');
    const work = runDurableObjectAlarm(shop());
    await stage('untilHeld');
    expect(await allow('7062')).toContain('on its way to GitHub');
    await stage('release');
    await work;
    await pass(MINUTE);
    expect((await deploymentOf(id)).reviews).toMatchObject([{ state: 'rejected' }]);
  });
});

describe('what two people agreed to is gone', () => {
  const ask = async (user: string, runId: string) =>
    buttonOf(await type(user, `allow prod /acme/shop/actions/runs/${runId} ${WHY}`));

  test('where the job was run again and approved because the backups were good', async () => {
    await deploy('production', { runId: '7050' });
    await pass(MINUTE);
    await click('U2', await ask('U1', '7050'));
    await addBackup('prod', Date.now() - 10 * MINUTE);
    await pass(16 * MINUTE);
    const good = await deploy('production', { runId: '7050' });
    await pass(MINUTE);
    expect(await deploymentOf(good)).toMatchObject({ state: 'approved' });
    await addBackup('prod', Date.now() - 11 * MINUTE, { status: 'Failed' });
    await pass(16 * MINUTE);
    const bad = await deploy('production', { runId: '7050' });
    await pass(MINUTE);
    expect(await deploymentOf(bad)).toMatchObject({ state: 'rejected' });
  });

  test('where it was agreed to twice, and one of the two has let the job through', async () => {
    await deploy('production', { runId: '7051' });
    await pass(MINUTE);
    const [one, two, three] = [
      await ask('U1', '7051'),
      await ask('U2', '7051'),
      await ask('U3', '7051'),
    ];
    await click('U2', one);
    await click('U1', two);
    const first = await deploy('production', { runId: '7051' });
    await pass(MINUTE);
    expect(await deploymentOf(first)).toMatchObject({ state: 'approved' });
    const second = await deploy('production', { runId: '7051' });
    await pass(MINUTE);
    expect(await deploymentOf(second)).toMatchObject({ state: 'rejected' });
    expect(await click('U1', three)).toContain('was allowed meanwhile');
  });
});

describe('the second person sees what is to be allowed', () => {
  test('the run, the commit, who started it, the services, what is wrong, and why', async () => {
    const sha = 'abcdef0123456789abcdef0123456789abcdef01';
    const id = await deploy('staging', { runId: '7040', sha });
    await pass(MINUTE);
    const { text } = await type('U1', `allow prod /acme/shop/deployments/${id} ${WHY} <!channel>`);
    expect(text).toBe(
      [
        `🔓 <@U1> asks that the deploy of \`acme/shop\` to \`staging\` (<${pages()}/acme/shop/actions/runs/7040|run 7040>, commit \`abcdef0\`, started by \`octocat\`) is allowed although the backups are not good: \`${WHY} &lt;!channel&gt;\``,
        'Backups of `prod`, `archive`: ❌ `prod`: Deploy blocked: the last backup failed',
      ].join('\n'),
    );
  });

  test('also of a job that was rejected, and the answer to the click names the run', async () => {
    const id = await deploy('production', { runId: '7041' });
    await pass(MINUTE);
    const asked = await type('U1', `allow prod /acme/shop/deployments/${id} ${WHY}`);
    expect(asked.text).toContain('Backups of `prod`: ❌ `prod`: Deploy blocked');
    expect(await click('U2', buttonOf(asked))).toContain('|run 7041>');
  });

  test('also before anybody has looked', async () => {
    const id = await deploy('production', { runId: '7042' });
    const asked = await type('U1', `allow prod /acme/shop/deployments/${id} ${WHY}`);
    expect(asked.text).toContain('Backups of `prod`: nobody has looked at them yet.');
  });
});

describe('nobody lets a deployment through', () => {
  test('alone', async () => {
    const { id, command } = await hold('7010');
    const asked = await type('U1', command);
    expect(await click('U1', buttonOf(asked))).toContain('nobody can do it alone');
    const twice = await type('U1', command);
    expect(await click('U1', buttonOf(twice))).toContain('nobody can do it alone');
    await pass(MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
  });

  test('later than 15 minutes after it was asked for', async () => {
    const { id, command } = await hold('7011');
    const asked = await type('U1', command);
    await pass(15 * MINUTE + 1);
    expect(await click('U2', buttonOf(asked))).toContain('too long ago');
    await pass(MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
  });

  test.each([
    ['who may only use the service', 'U9'],
    ['who may do so for some of its services only', 'U4'],
  ])('%s', async (_, user) => {
    const { id, command } = await hold(`70${user.slice(1)}2`);
    expect((await type(user, command)).text).toContain('not allowed');
    const asked = await type('U1', command);
    expect(await click(user, buttonOf(asked))).toContain('not allowed');
    await pass(MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
    expect((await stage('look')).all).toEqual([]);
  });

  test('to an environment that no entry names', async () => {
    await deploy('qa', { runId: '7013' });
    await pass(MINUTE);
    const command = `allow prod ${pages()}/acme/shop/actions/runs/7013 ${WHY}`;
    expect((await type('U1', command)).text).toContain('There is no such deployment');
  });

  test('with a button that was made up', async () => {
    await hold('7014');
    const value = 'acme/shop 00000000-0000-4000-8000-000000000000';
    expect(await click('U2', value)).toContain('There is no such deployment');
    expect(await click('U2', 'prod')).toContain('There is no such deployment');
  });
});

describe('the command', () => {
  test('that Slack sends again is the one it was', async () => {
    const { command } = await hold('7020');
    const [one, two] = [await type('U1', command, '9.9'), await type('U1', command, '9.9')];
    expect(buttonOf(two)).toBe(buttonOf(one));
  });

  test('says so where the deployment was allowed meanwhile', async () => {
    const { command } = await hold('7021');
    const asked = await type('U1', command);
    await addBackup('prod', Date.now());
    await pass(10 * MINUTE);
    expect(await click('U2', buttonOf(asked))).toContain('was allowed meanwhile');
    expect((await type('U1', command)).text).toContain('was allowed meanwhile');
  });

  test('asks which one is meant where several of a run wait, and takes the address it gives', async () => {
    const { command } = await hold('7030');
    const id = await deploy('production', { runId: '7030' });
    await pass(MINUTE);
    const { text } = await type('U1', command);
    expect(text).toContain(`\`/acme/shop/deployments/${id}\` for \`production\``);
    const asked = await type('U1', `allow prod /acme/shop/deployments/${id} ${WHY}`);
    expect(asked.text).toContain('`production`');
    expect(buttonOf(asked)).not.toBe('');
  });

  test.each([
    ['https://github.com/acme/shop/actions/runs/7031'],
    ['https://github.acme.example/acme/shop/actions/runs/7031'],
    ['https://evil.example/127.0.0.1/acme/shop/actions/runs/7031'],
  ])('takes no address of another GitHub, whose numbers are others: %s', async (address) => {
    await hold('7031');
    const asked = await type('U1', `allow prod ${address} ${WHY}`);
    expect(asked.text).toContain(`of \`${new URL(pages()).host}\``);
    expect(buttonOf(asked)).toBe('');
  });

  test.each([
    ['allow', 'Which service?'],
    ['allow prod', 'Which deployment?'],
    ['allow prod https://github.com/acme/shop why', 'Which deployment?'],
    ['allow prod /acme/shop/actions/runs/1', 'Why?'],
  ])('%s is not enough', async (text, reply) => {
    expect((await type('U1', text)).text).toContain(reply);
  });

  test('takes the address of the deployment, as Slack writes addresses', async () => {
    const id = await deploy('staging', { runId: '7022' });
    await deliverAll();
    await pass(MINUTE);
    const url = `<${inject('protectionStage').githubApi}/repos/acme/shop/deployments/${id}|a link>`;
    const asked = await type('U1', `allow prod ${url.replace('a link', 'link')} ${WHY}`);
    expect(buttonOf(asked)).toMatch(/^acme\/shop /);
  });
});
