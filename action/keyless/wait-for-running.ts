import { BRISK, waitAfterLooks } from '../../shared/backup-run/pace.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { type FindingOf, severestFirst } from '../../shared/domain/finding.ts';
import { verdictOf } from '../../shared/domain/verdict.ts';
import { quotePlain } from '../../shared/report/text.ts';
import type { CheckedService, WorkerAnswer } from './answer.ts';
import { Unasked } from './connection.ts';
import type { Conversation } from './conversation.ts';

type Answer = WorkerAnswer | Unasked;

/**
 * Asks again, at widening intervals, while the Worker says that a backup is to be waited for. It
 * could be asked before, so trouble now only delays it. If the time is up, what was found last
 * counts, and that the backup has not ended.
 */
export async function waitForRunning(
  first: Answer,
  askAgain: () => Promise<Answer>,
  { clock, waitUntil, log }: Conversation,
): Promise<Answer> {
  if (!isRunning(first)) return first;
  const start = clock.now();
  let [last, lastSeen] = [first, 'nothing yet'];
  const tell = (line: string) => last.running.forEach((service) => log(service, line));
  tell('the newest backup is still running; waiting for it');
  for (let looks = 1; clock.now() < waitUntil; looks += 1) {
    await clock.sleep(Math.min(waitAfterLooks(looks, BRISK), waitUntil - clock.now()));
    const answer = await askAgain();
    lastSeen = describe(answer);
    tell(`after ${formatDuration(clock.now() - start)}: ${lastSeen}`);
    if (isRunning(answer)) last = answer;
    else if (!(answer instanceof Unasked) || answer.problem.kind !== 'unavailable') return answer;
  }
  const waited = { waitedMs: clock.now() - start, lastSeen };
  const finding = { code: 'wait-timed-out', severity: 'block', awaited: 'in-progress' } as const;
  const checked = last.checked.map((each) =>
    last.running.includes(each.result.name) ? withFinding(each, { ...finding, ...waited }) : each,
  );
  return { kind: 'checked', checked, running: [] };
}

type Running = Extract<WorkerAnswer, { kind: 'checked' }>;

function isRunning(answer: Answer): answer is Running {
  return !(answer instanceof Unasked) && answer.kind === 'checked' && answer.running.length > 0;
}

function describe(answer: Answer): string {
  if (answer instanceof Unasked) {
    return `check failed, trying again: ${quotePlain(answer.problem.message)}`;
  }
  return isRunning(answer) ? 'still running' : 'finished';
}

function withFinding(
  { provider, result }: CheckedService,
  finding: FindingOf<'wait-timed-out'>,
): CheckedService {
  const findings = severestFirst([finding, ...result.findings]);
  return { provider, result: { ...result, findings, verdict: verdictOf(findings) } };
}
