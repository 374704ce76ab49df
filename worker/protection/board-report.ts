import type { DeploymentView } from '../status/deployment-view.ts';
import type { DeploymentLedger } from './deployment-ledger.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { toDeploymentView } from './to-view.ts';

/** What the board gets of a repository, besides all that wait: it shows fewer, and how many more. */
const MAX_REPORTED = 100;

type Send = (repository: string, deployments: readonly DeploymentView[]) => Promise<void>;

export function findUnreported(ledger: DeploymentLedger): readonly DeploymentRecord[] {
  return ledger.findOpen().filter(({ isReported }) => !isReported);
}

/** The board is told, and never asks. If more has come meanwhile, it is reported next. */
export async function reportDeployments(ledger: DeploymentLedger, send: Send): Promise<void> {
  const news = findUnreported(ledger);
  const [first] = news;
  if (!first) return;
  const all = [...ledger.findOpen(), ...ledger.findLatest(MAX_REPORTED)];
  const views = new Map(all.map((one) => [one.id, toDeploymentView(one)]));
  await send(first.repository, [...views.values()]);
  for (const record of news) {
    const latest = ledger.find(record.id);
    const isSame = JSON.stringify(latest) === JSON.stringify(record);
    if (latest && isSame) ledger.save({ ...latest, isReported: true });
  }
}
