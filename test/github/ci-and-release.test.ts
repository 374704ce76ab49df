import { describe, expect, test } from 'vitest';
import { readWorkflow } from './workflows.ts';

const { workflow: ci } = await readWorkflow('ci.yml');
const { workflow: dist } = await readWorkflow('check-dist.yml');
const { workflow: release } = await readWorkflow('release.yml');

describe('CI', () => {
  test('runs .ci/run, on the Node.js of runners and on the oldest that builds', () => {
    const checks = ci.jobs['checks'];
    expect(checks?.steps.map(({ run }) => run)).toContain('.ci/run');
    expect(checks?.strategy?.matrix).toEqual({ node: [24, 20] });
  });

  test('runs the Action itself on every system that GitHub has', () => {
    const action = ci.jobs['action'];
    expect(action?.strategy?.matrix['os']).toEqual(
      ['ubuntu', 'macos', 'windows'].map((system) => `${system}-latest`),
    );
    expect(action?.steps.filter(({ uses }) => uses === './')).toHaveLength(2);
  });
});

describe('a release', () => {
  const others = Object.keys(release.jobs).filter((name) => name !== 'publish');
  const publish = release.jobs['publish'];

  test('is what a tag asks for, and waits for all checks', () => {
    expect(release.on).toEqual({ push: { tags: ['v*.*.*'] } });
    expect(publish?.needs).toEqual(others);
    const called = Object.values(release.jobs).flatMap(({ uses = [] }) => uses);
    expect(called).toEqual(['./.github/workflows/ci.yml', './.github/workflows/check-dist.yml']);
    expect([ci.on, dist.on]).toEqual([
      expect.objectContaining({ workflow_call: null }),
      expect.objectContaining({ workflow_call: null }),
    ]);
  });

  test('attests, publishes with notes, and moves the major tag, in this order', () => {
    const done = publish?.steps.map(({ uses = '', run = '' }) => `${uses}${run}`) ?? [];
    expect(done).toEqual([
      expect.stringMatching(/^actions\/checkout@/),
      expect.stringMatching(/^actions\/setup-node@/),
      expect.stringMatching(/^node \.github\/release\/index\.ts .*notes\.md/),
      expect.stringMatching(/^actions\/attest-build-provenance@/),
      expect.stringMatching(/gh release create .*--verify-tag .*notes\.md/),
      expect.stringMatching(/^\.github\/release\/move-major-tag\.sh /),
    ]);
  });
});
