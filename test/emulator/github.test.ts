import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { githubToken, startGitHub } from './github/index.ts';
import type { GitHubEmulator } from './github/index.ts';

const accept = 'application/vnd.github+json';
const authorization = `token ${githubToken}`;
const callGitHub = callWith({ authorization, accept });
const callWithoutToken = callWith({ accept });
const callInPlainJson = callWith({ authorization, accept: 'application/json' });

const issuesPath = '/repos/acme/shop/issues';
const labelsPath = '/repos/acme/shop/labels';
const statusPath = `/repos/acme/shop/statuses/${'a'.repeat(40)}`;
const label = { name: 'backup-gate', color: 'b60205' };
const status = {
  state: 'success',
  context: 'backup-gate/x',
  description: 'Good',
  target_url: 'https://github.example/run',
};

let github: GitHubEmulator;

beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const post = (path: string, body: unknown) => callGitHub(github, path, { method: 'POST', body });

test('an issue is opened, commented on, changed and closed', async () => {
  await post(labelsPath, label);
  const opened = await post(issuesPath, { title: 'T', body: 'B', labels: ['backup-gate'] });
  expect(opened).toMatchObject({ status: 201, json: { number: 1, state: 'open' } });
  expect((await post(`${issuesPath}/1/comments`, { body: 'C' })).status).toBe(201);
  const change = { state: 'closed', state_reason: 'not_planned', body: 'D' };
  const changed = await callGitHub(github, `${issuesPath}/1`, { method: 'PATCH', body: change });
  expect(changed).toMatchObject({ status: 200, json: change });
  expect(github.issues).toMatchObject([{ title: 'T', body: 'D', comments: [{ body: 'C' }] }]);
});

describe('the list', () => {
  test('has open ones only, pull requests too, of all labels that are asked for', async () => {
    github.addIssue({ title: 'one', labels: ['a', 'b'] });
    github.addIssue({ title: 'two', labels: ['a'], isPullRequest: true });
    github.addIssue({ title: 'three', labels: ['a'], state: 'closed' });
    const titles = async (query: string) => {
      const { json } = await callGitHub(github, `${issuesPath}?${query}`);
      return Array.isArray(json) ? json.map(({ title }) => title) : json;
    };
    expect(await titles('labels=a')).toEqual(['two', 'one']);
    expect(await titles('labels=a,b')).toEqual(['one']);
    expect(await titles('state=all&direction=asc')).toEqual(['one', 'two', 'three']);
    const { json } = await callGitHub(github, issuesPath);
    expect(json).toMatchObject([{ pull_request: {} }, {}]);
  });

  test('comes in pages, with the address of the next one', async () => {
    for (let count = 0; count < 3; count += 1) github.addIssue({});
    const first = await callGitHub(github, `${issuesPath}?per_page=2&direction=asc`);
    const next = /<(?<url>[^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.groups?.[
      'url'
    ];
    const second = await callGitHub({ url: '' }, next ?? '');
    expect([first.json, second.json]).toMatchObject([
      [{ number: 1 }, { number: 2 }],
      [{ number: 3 }],
    ]);
    expect(second.headers.get('link')).not.toContain('next');
  });

  test.each(['per_page=101', 'per_page=0', 'state=new', 'sort=name', 'q=x', 'labels='])(
    'refuses %s',
    async (query) => {
      expect((await callGitHub(github, `${issuesPath}?${query}`)).status).toBe(400);
    },
  );
});

test.each([
  [labelsPath, { ...label, color: 'red' }],
  [labelsPath, { color: 'b60205' }],
  [issuesPath, { body: 'B' }],
  [issuesPath, { title: '' }],
  [issuesPath, { title: 'x'.repeat(257) }],
  [issuesPath, { title: 'T', body: 'x'.repeat(65_537) }],
  [issuesPath, { title: 'T', labels: ['no-such-label'] }],
  [issuesPath, { title: 'T', assignee: 'anna' }],
  [statusPath, { ...status, description: 'x'.repeat(141) }],
  [statusPath, { ...status, state: 'good' }],
  [statusPath, { ...status, target_url: 'here' }],
  [statusPath.slice(0, -1), status],
])('a POST to %s with %j is refused', async (path, body) => {
  expect((await post(path, body)).status).toBe(422);
  expect([...github.issues, ...github.statuses]).toEqual([]);
});

test('lengths are counted in characters, up to the last that is allowed', async () => {
  expect((await post(statusPath, { ...status, description: '😀'.repeat(140) })).status).toBe(201);
  expect((await post(issuesPath, { title: '😀'.repeat(256) })).status).toBe(201);
});

test('a label that is there is not created again', async () => {
  await post(labelsPath, label);
  expect((await post(labelsPath, label)).status).toBe(422);
  expect((await callGitHub(github, `${labelsPath}/backup-gate`)).status).toBe(200);
  expect((await callGitHub(github, `${labelsPath}/other`)).status).toBe(404);
});

describe('who asks', () => {
  test('must have the token, and ask for the JSON of GitHub', async () => {
    expect((await callWithoutToken(github, issuesPath)).status).toBe(401);
    const headers = { authorization: 'token other' };
    expect((await callGitHub(github, issuesPath, { headers })).status).toBe(401);
    expect((await callInPlainJson(github, issuesPath)).status).toBe(415);
  });

  test('may do what the permissions say', async () => {
    github.settings.permissions = { issues: 'read', statuses: 'none' };
    expect((await callGitHub(github, issuesPath)).status).toBe(200);
    const refused = await post(issuesPath, { title: 'T' });
    expect(refused).toMatchObject({
      status: 403,
      json: { message: 'Resource not accessible by integration' },
    });
    expect((await post(statusPath, status)).status).toBe(403);
  });

  test('sees one repository, and issues only where it has them', async () => {
    expect((await callGitHub(github, '/repos/acme/other/issues')).status).toBe(404);
    github.settings.hasIssues = false;
    expect((await post(issuesPath, { title: 'T' })).status).toBe(410);
  });

  test('can ask who it is, unless it is an app', async () => {
    expect((await callGitHub(github, '/user')).status).toBe(403);
    github.settings.account = { login: 'anna', type: 'User' };
    expect((await callGitHub(github, '/user')).json).toEqual({ login: 'anna', type: 'User' });
  });
});
