import {
  error,
  getInput,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  summary,
  warning,
} from '@actions/core';
import { systemClock } from '../shared/clock.ts';
import { redact } from '../shared/http/redact.ts';
import { readInputs } from './inputs/index.ts';
import { run } from './main.ts';
import { useProxy } from './proxy.ts';
import { publishInvalid } from './publish.ts';

// Named one by one, so that the bundle leaves out what is not used of it.
const core = { error, getInput, info, notice, setFailed, setOutput, setSecret, summary, warning };

try {
  const inputs = readInputs(core);
  const proxyProblem = useProxy(process.env);
  if (proxyProblem !== null) core.warning(proxyProblem);
  if (inputs.ok) await run(inputs.value, { core, clock: systemClock });
  else await publishInvalid(inputs.problem, core);
} catch (broken) {
  core.setOutput('gate', 'closed');
  const what = redact(String(broken), [core.getInput('api-key')]);
  core.setFailed(
    `Gate closed: Backup Gate broke, which is its own fault, please report it: ${what}`,
  );
}
