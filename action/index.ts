import {
  error,
  ExitCode,
  getInput,
  info,
  notice,
  setOutput,
  setSecret,
  summary,
  warning,
} from '@actions/core';
import { systemClock } from '../shared/clock.ts';
import { removeSecrets, removeUrls } from '../shared/http/redact.ts';
import { quotePlain } from '../shared/report/text.ts';
import { problemsOf } from '../shared/domain/result.ts';
import { readInputs } from './inputs/index.ts';
import { CREDENTIALS } from './inputs/names.ts';
import { run } from './main.ts';
import { useProxy } from './proxy.ts';
import { publishInvalid } from './publish.ts';

function setFailed(message: string, properties: { readonly title: string }): void {
  process.exitCode = ExitCode.Failure;
  error(message, properties);
}

// Imported one by one, so that the bundle leaves out the rest.
const core = { error, getInput, info, notice, setFailed, setOutput, setSecret, summary, warning };

const interruption = new AbortController();
// A runner that cancels a job sends SIGINT and, some seconds later, SIGTERM.
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => interruption.abort(name));
}

// Not awaited here: the files that are loaded later import this one, so it has to be done.
void main();

async function main(): Promise<void> {
  try {
    const inputs = readInputs(core, process.env);
    const proxy = useProxy(process.env);
    if (proxy.ok && proxy.value !== null) core.warning(proxy.value, { title: 'Backup Gate' });
    if (inputs.ok && proxy.ok)
      await run(inputs.value, {
        core,
        clock: systemClock,
        env: process.env,
        interruption: interruption.signal,
      });
    else await publishInvalid([...problemsOf(inputs), ...problemsOf(proxy)], core);
  } catch (broken) {
    const secrets = CREDENTIALS.map((name) => core.getInput(name));
    const what = quotePlain(removeUrls(removeSecrets(String(broken), secrets)));
    core.setFailed(`This is a bug in Backup Gate. Please report it: ${what}`, {
      title: 'Could not check the backups: Backup Gate crashed',
    });
    closeOutput();
  }

  // A connection that a proxy cut can keep Node.js alive forever.
  process.stdout.write('', () => process.exit());
}

/** Writing the outputs may be what failed. */
function closeOutput(): void {
  try {
    core.setOutput('gate', 'closed');
  } catch {
    core.info('The outputs could not be written.');
  }
}
