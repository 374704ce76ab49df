import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { apiKey } from './emulated-cloud.ts';
import { serviceIds } from './services.ts';
import type { Command } from './time-process.ts';

export const ENTRY = fileURLToPath(new URL('../../action/dist/index.js', import.meta.url));
const LEAST = fileURLToPath(new URL('least.js', import.meta.url));
const STEP = fileURLToPath(new URL('step.sh', import.meta.url));

export interface Contender {
  readonly name: string;
  readonly command: Command;
}

export interface ContenderContext {
  readonly url: string;
  /** Where the output and summary files go. */
  readonly folder: string;
}

/** The built Action and what it is measured against, all doing the same on one healthy service. */
export function contendersIn(
  { url, folder }: ContenderContext,
  missing: readonly string[],
): Contender[] {
  const [service = ''] = serviceIds(1);
  const files = {
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
  const inputs = { 'INPUT_API-KEY': apiKey, 'INPUT_BASE-URL': url, INPUT_SERVICE: service };
  const node = (file: string) => ({
    program: execPath,
    arguments: [file],
    env: { ...files, ...inputs },
  });
  const variables = { API_KEY: apiKey, BASE_URL: url, SERVICE: service };
  const bash = {
    program: 'bash',
    arguments: ['--noprofile', '--norc', '-eo', 'pipefail', STEP],
    env: { ...files, ...variables, PATH: process.env['PATH'] ?? '' },
  };
  return [
    { name: 'built Action', command: node(ENTRY) },
    { name: 'least.js: Node.js, no dependency', command: node(LEAST) },
    ...(missing.length === 0 ? [{ name: 'step.sh: curl and jq', command: bash }] : []),
  ];
}

/** Programs that step.sh needs and this machine does not have. */
export function missingPrograms(): string[] {
  return ['bash', 'curl', 'jq'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
}
