import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import project from '../../../package.json' with { type: 'json' };
import { planRelease } from '../../../.github/release/plan.ts';

const FILES = { version: '1.2.3', changelog: '## Unreleased\n\n## 1.2.3 - 2026-02-01\n\n- New\n' };

describe('a tag', () => {
  test('of the version in package.json is released with its notes', () => {
    expect(planRelease('v1.2.3', FILES)).toEqual({ ok: true, value: '- New' });
  });

  test.each(['v1.2.4', 'v1.2.30', 'v1.2.2', 'v2.2.3', 'v11.2.3'])(
    'of another version than package.json is refused: %s',
    (tag) => {
      const changelog = `## ${tag.slice(1)} - 2026-02-02\n\n- Other\n\n${FILES.changelog}`;
      expect(planRelease(tag, { ...FILES, changelog })).toEqual({
        ok: false,
        problem: [
          `The tag says ${tag.slice(1)} and package.json says 1.2.3. Delete the tag, and tag a commit whose package.json says ${tag.slice(1)}; "npm version --no-git-tag-version ${tag.slice(1)}" writes it.`,
        ],
      });
    },
  );

  test.each([
    '1.2.3',
    'v1.2',
    'v1.2.3-rc.1',
    'v1.2.3+1',
    'v01.2.3',
    'v1.2.3.4',
    'V1.2.3',
    '',
    'v1.2.3\n',
  ])('that is not v and three numbers is refused: %j', (tag) => {
    expect(planRelease(tag, FILES)).toEqual({
      ok: false,
      problem: [`The tag ${tag} is no release. It has to be v and three numbers, as in v1.2.3.`],
    });
  });

  test('is refused while changes are listed as unreleased, which it would release untold', () => {
    const changelog = FILES.changelog.replace('Unreleased\n', 'Unreleased\n\n- Forgotten\n');
    expect(planRelease('v1.2.3', { ...FILES, changelog })).toEqual({
      ok: false,
      problem: [expect.stringContaining('## Unreleased')],
    });
  });

  test('is told everything that is in its way at once', () => {
    const changelog = '## Unreleased\n\n- Forgotten\n';
    const plan = planRelease('v1.2.4', { ...FILES, changelog });
    expect(plan).toMatchObject({ ok: false, problem: { length: 3 } });
  });
});

describe('the command of the release workflow', () => {
  let folder: string;

  /** The files that it needs and no others: no package is installed where it runs. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-gate-release-'));
    for (const part of ['.github/release', 'shared/domain/result.ts', 'package.json'])
      await cp(fileURLToPath(new URL(`../../../${part}`, import.meta.url)), join(folder, part), {
        recursive: true,
      });
    await writeFile(
      join(folder, 'CHANGELOG.md'),
      `## Unreleased\n\n## ${project.version} - 2026-02-01\n\n### Added\n\n- New\n`,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (tag: string) =>
    promisify(execFile)(execPath, [join(folder, '.github/release/index.ts'), tag], { env: {} });

  test('prints the notes of the version that package.json has, and nothing else', async () => {
    expect(await run(`v${project.version}`)).toEqual({
      stdout: '### Added\n\n- New\n',
      stderr: '',
    });
  });

  test('fails for any other tag with an annotation, and prints no notes', async () => {
    await expect(run('v999.0.0%0A::error::')).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^::error title=Release::The tag v999\.0\.0%250A.*\n$/),
    });
  });
});
