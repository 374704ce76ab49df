import type { Context } from 'hono';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { parseProtectionEvent } from './parse-protection.ts';

/** A verified delivery. */
interface Delivery {
  readonly id: string;
  readonly bodyHash: string;
  readonly text: string;
}

const NO_APP = 'GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY are not set, so it cannot be answered';

/**
 * A deployment waits. It is stored and the event answered at once: GitHub waits 10 seconds, and
 * never sends again by itself. What cannot be answered stays waiting, and the log says why.
 */
export async function answerProtection(
  context: Context,
  { id: delivery, bodyHash, text }: Delivery,
  { config, acceptDeployment, log }: EntranceDependencies,
): Promise<Response> {
  const { github, secrets } = config;
  const parsed = parseProtectionEvent(text, github.apiUrl);
  if (!parsed.ok) {
    const { code, message } = parsed.problem;
    log({ event: 'deployment-refused', delivery, reason: message });
    return answerError(context, code, { message });
  }
  const event = parsed.value;
  const ignored = 'ignored' in event ? event.ignored : secrets.githubApp ? null : NO_APP;
  if (ignored !== null || 'ignored' in event) {
    log({ event: 'deployment-ignored', delivery, reason: ignored ?? '' });
    return context.json({ ignored });
  }
  await acceptDeployment({ ...event, delivery, bodyHash });
  const { repository, environment, runId } = event;
  return context.json({ deployment: { repository, environment, run: runId } }, 202);
}
