import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import project from '../../package.json' with { type: 'json' };
import { planRelease } from './plan.ts';

/**
 * `node .github/release/index.ts v1.2.3` prints the notes of that release, or says what is in its way and
 * fails. It needs no package, so it runs where none is installed.
 */
const [, , tag = ''] = argv;
const changelog = await readFile(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
const plan = planRelease(tag, { version: project.version, changelog });

if (plan.ok) console.log(plan.value);
else {
  // GitHub shows these on the page of the run, and takes % for the start of an escape.
  for (const problem of plan.problem)
    console.error(`::error title=Release::${problem.replaceAll('%', '%25')}`);
  process.exitCode = 1;
}
