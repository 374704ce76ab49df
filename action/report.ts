import { removeSecrets, removeUrls } from '../shared/http/redact.ts';
import { quotePlain } from '../shared/report/text.ts';
import type { Dependencies } from './context.ts';
import type { StepResult } from './step-result.ts';

/**
 * Reports the verdicts to GitHub if `report` asks for it. Never rejects: a failed report is a
 * warning and does not change how the step ends. GitHub's client is loaded only here, so that other
 * steps do not pay for it.
 */
export async function reportResult(
  stepResult: StepResult,
  dependencies: Dependencies,
): Promise<void> {
  const { reports, secrets } = stepResult.inputs;
  if (reports.length === 0) return;
  try {
    const { reportToGitHub } = await import('./github/index.ts');
    await reportToGitHub(stepResult, dependencies);
  } catch (broken) {
    const what = quotePlain(removeUrls(removeSecrets(String(broken), secrets)));
    const line = `report: failed because of a bug in Backup Gate. Please report it: ${what}`;
    dependencies.core.warning(line, { title: 'Backup Gate' });
  }
}
