import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { unstable_readConfig as readConfig } from 'wrangler';
import { parseJson } from '../../shared/http/json.ts';
import { checkDeploy, checkVariable, chooseConfiguration } from './check.ts';

const WRANGLER_FILE = fileURLToPath(new URL('../wrangler.jsonc', import.meta.url));
const CONFIG_FILE = new URL('../config.json', import.meta.url);

/** Checks the configuration, and deploys the Worker only if it is valid. */
const { place, config, unfit } = await readConfiguration();
const checked = checkDeploy(config, listSecrets());
const problems = [...unfit, ...checked.problems];
const { warnings } = checked;
for (const warning of warnings) console.warn(`Warning: ${warning}`);
if (problems.length > 0) {
  console.error(`Nothing was deployed. Problems in ${place}:`);
  for (const problem of problems) console.error(`- ${problem}`);
  process.exitCode = 1;
} else {
  process.exitCode = wrangler(['deploy', ...process.argv.slice(2)], 'inherit').status ?? 1;
}

async function readConfiguration() {
  const { vars } = readConfig({ config: WRANGLER_FILE }, { hideWarnings: true });
  const variable = vars['CONFIG'];
  const chosen = chooseConfiguration(variable, await readFile(CONFIG_FILE, 'utf8'));
  return { ...chosen, unfit: checkVariable(variable) };
}

/** `null` if they cannot be listed: not logged in, or the Worker does not exist yet. */
function listSecrets(): readonly string[] | null {
  const { status, stdout } = wrangler(['secret', 'list', '--format', 'json'], 'pipe');
  const listed = status === 0 ? parseJson(stdout.slice(stdout.indexOf('['))) : null;
  if (!Array.isArray(listed)) return null;
  return listed.flatMap((secret: unknown) =>
    typeof secret === 'object' && secret !== null && 'name' in secret ? [String(secret.name)] : [],
  );
}

function wrangler(words: readonly string[], stdio: 'inherit' | 'pipe') {
  const args = ['wrangler', ...words, '--config', WRANGLER_FILE];
  return spawnSync('npx', args, { stdio, encoding: 'utf8' });
}
