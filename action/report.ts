import { removeSecrets, removeUrls } from '../shared/http/redact.ts';
import { quotePlain } from '../shared/report/text.ts';
import type { Dependencies } from './context.ts';
import type { StepResult } from './step-result.ts';

/**
 * Shows the verdicts on GitHub where that is asked for. Never rejects: a report that fails is a
 * warning and changes nothing of how the step ends. GitHub's client is loaded only here, so that a
 * step without a report does not pay for it.
 */
export async function reportResult(
  stepResult: StepResult,
  dependencies: Dependencies,
): Promise<void> {
  const { reports, apiKey, githubToken } = stepResult.inputs;
  if (reports.length === 0) return;
  try {
    const { reportToGitHub } = await import('./github/index.ts');
    await reportToGitHub(stepResult, dependencies);
  } catch (broken) {
    const what = quotePlain(removeUrls(removeSecrets(String(broken), [apiKey, githubToken])));
    const line = `report: it broke, which is the fault of Backup Gate, please report it: ${what}`;
    dependencies.core.warning(line, { title: 'Backup Gate' });
  }
}
