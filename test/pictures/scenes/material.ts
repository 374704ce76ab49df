import type { StepRun } from '../../action/built-action.ts';
import { createClock } from '../../emulator/clock.ts';
import { type CommitStatus, type Issue, startGitHub } from '../../emulator/github/index.ts';
import { playSlack, type SlackMessages } from './slack.ts';
import { openStatusPages, type StatusPages } from './status.ts';
import { playScene, repair, type SceneName } from './steps.ts';

/** All that is drawn, as the product has said it. */
export interface Material {
  readonly steps: Readonly<Record<SceneName, StepRun>>;
  /** The same issue when it was opened and in the end. */
  readonly opened: Issue;
  readonly closed: Issue;
  /** In the order in which they were set. */
  readonly statuses: readonly CommitStatus[];
  readonly slack: SlackMessages;
  readonly status: StatusPages;
}

/** When the steps run, so that the same texts make the same picture on every day. */
const MOMENT = Date.UTC(2026, 10, 25, 17, 50);

export async function gatherMaterial(): Promise<Material> {
  const clock = createClock({ ticking: true, startAt: MOMENT });
  const github = await startGitHub({ clock });
  try {
    const play = (name: SceneName) => playScene(name, { clock, github });
    const steps = {
      blocks: await play('blocks'),
      passes: await play('passes'),
      warns: await play('warns'),
      outage: await play('outage'),
      invalid: await play('invalid'),
      twelve: await play('twelve'),
      forty: await play('forty'),
    };
    const opened = structuredClone(github.issues[0]);
    await playScene('blocks', { clock, github, meanwhile: repair });
    const [closed] = github.issues;
    if (!opened || !closed) throw new Error('The step that blocks has opened no issue.');
    const [slack, status] = [await playSlack(), await openStatusPages(MOMENT)];
    return { steps, opened, closed, statuses: github.statuses, slack, status };
  } finally {
    await github.close();
  }
}
