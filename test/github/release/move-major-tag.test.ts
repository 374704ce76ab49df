import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(
  new URL('../../../.github/release/move-major-tag.sh', import.meta.url),
);

let folder: string;

/** Git without anybody's settings. */
async function git(...words: readonly string[]): Promise<string> {
  const name = { GIT_AUTHOR_NAME: 'a', GIT_COMMITTER_NAME: 'a' };
  const address = { GIT_AUTHOR_EMAIL: 'a@b.example', GIT_COMMITTER_EMAIL: 'a@b.example' };
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', ...name, ...address };
  const cwd = join(folder, 'clone');
  const { stdout } = await promisify(execFile)('git', words, { cwd, env });
  return stdout.trim();
}

/** A commit with this tag, which GitHub has too. */
async function release(tag: string): Promise<void> {
  await git('commit', '--quiet', '--allow-empty', '--message', tag);
  await git('tag', tag);
  await git('push', '--quiet', 'origin', tag);
}

/** The script as the workflow runs it: the release is checked out. */
async function move(tag: string): Promise<string> {
  await git('checkout', '--quiet', tag);
  const options = { cwd: join(folder, 'clone'), env: { PATH: process.env['PATH'] } };
  return (await promisify(execFile)('bash', [SCRIPT, tag], options)).stdout;
}

/** The release that everybody gets by this tag. */
async function standsAt(tag: string): Promise<string> {
  await git('fetch', '--quiet', '--force', 'origin', '+refs/tags/*:refs/tags/*');
  return git('describe', '--tags', '--exact-match', '--match', 'v*.*.*', `${tag}^{commit}`);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-gate-tags-'));
  const run = promisify(execFile);
  await run('git', ['init', '--quiet', '--bare', join(folder, 'origin')]);
  await run('git', ['clone', '--quiet', join(folder, 'origin'), join(folder, 'clone')]);
});
afterEach(() => rm(folder, { recursive: true }));

describe('the tag of the major version', () => {
  test('is made by the first release', async () => {
    await release('v1.0.0');
    expect(await move('v1.0.0')).toMatch(/^v1 points to v1\.0\.0, [0-9a-f]{40}\.\n$/);
    expect(await standsAt('v1')).toBe('v1.0.0');
  });

  test('moves forward with a release, also where a person made it as an object', async () => {
    await release('v1.9.0');
    await git('tag', '--annotate', '--message', 'v1', 'v1', 'v1.9.0');
    await git('push', '--quiet', 'origin', 'v1');
    await release('v1.10.0');
    await move('v1.10.0');
    expect(await standsAt('v1')).toBe('v1.10.0');
  });

  test('stays where it is when the same release is run again', async () => {
    await release('v1.0.0');
    await move('v1.0.0');
    await move('v1.0.0');
    expect(await standsAt('v1')).toBe('v1.0.0');
  });

  test('does not go back when an older release is run again', async () => {
    await release('v1.0.0');
    await release('v1.1.0');
    await move('v1.1.0');
    await expect(move('v1.0.0')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^::error title=Release::v1 is at [0-9a-f]{40}, .*v1\.0\.0/),
    });
    expect(await standsAt('v1')).toBe('v1.1.0');
  });

  test('of one major version is left alone by the next one', async () => {
    await release('v1.0.0');
    await move('v1.0.0');
    await release('v2.0.0');
    await move('v2.0.0');
    expect([await standsAt('v1'), await standsAt('v2')]).toEqual(['v1.0.0', 'v2.0.0']);
  });

  test('that was taken back by hand goes forward again with the next release', async () => {
    await release('v1.0.0');
    await release('v1.1.0');
    await move('v1.1.0');
    await git('push', '--quiet', '--force', 'origin', 'v1.0.0^{commit}:refs/tags/v1');
    await git('checkout', '--quiet', 'v1.1.0');
    await release('v1.1.1');
    await move('v1.1.1');
    expect(await standsAt('v1')).toBe('v1.1.1');
  });

  test('is not made for a release that does not exist', async () => {
    await release('v1.0.0');
    await git('tag', '--delete', 'v1.0.0');
    await git('push', '--quiet', 'origin', ':refs/tags/v1.0.0');
    const env = { PATH: process.env['PATH'] };
    const moved = promisify(execFile)('bash', [SCRIPT, 'v1.0.0'], {
      cwd: join(folder, 'clone'),
      env,
    });
    await expect(moved).rejects.toMatchObject({ code: 128 });
    expect(await git('ls-remote', 'origin')).not.toContain('refs/tags/v1');
  });
});
