import { write, writePair, writePairs } from '../paper.ts';
import { writeCalls } from './calls.ts';
import { type Refusal, startRelay } from './relay.ts';
import { writeMessage } from './show-channel.ts';
import { CHANNEL, SERVICES, type WorkerStage } from './stage.ts';

/**
 * Leaves the Worker running, says how to call it, and shows what it posts, what it logs and which
 * calls it refuses, until Ctrl-C.
 */
export async function keepRunning(stage: WorkerStage): Promise<never> {
  const { url } = await startRelay(stage.worker.url, writeRefusal);
  const { cloud, slack, issuer, secrets } = stage;
  write();
  write('It is running, and stops with Ctrl-C', { style: 'bold' });
  writePairs(
    [
      ['the Worker', url],
      ['MariaDB Cloud, emulated', cloud.url],
      ['its API key', secrets.SKYSQL_API_KEY],
      ['Slack, emulated', slack.apiUrl],
      ["GitHub's issuer of tokens, emulated", issuer.url],
      [
        'its services',
        Object.entries(SERVICES)
          .map(([name, id]) => `${name}=${id}`)
          .join(', '),
      ],
    ],
    2,
  );
  writeCalls({ ...stage, worker: { ...stage.worker, url } });
  write();
  const soon =
    "A backup takes about a quarter of a minute; those of failing fail. Last night's of orders, billing and invoices failed, and that of hanging has not ended";
  write(
    `Below appears what the Worker posts to #${CHANNEL.name} in Slack, what it logs, and every call that it refuses. ${soon}.`,
    { style: 'bold' },
  );
  return showWhatHappens(stage);
}

const LOG_LINE = { indent: 4, nameWidth: 'Backup Gate'.length };

function writeRefusal({ method, path, status, message }: Refusal): void {
  writePair('refused', `${status} ${method} ${path}: ${message}`, { ...LOG_LINE, style: 'red' });
}

/** Never ends by itself: Ctrl-C ends the process, and workerd with it. */
function showWhatHappens({ slack, logged }: WorkerStage): Promise<never> {
  let [messages, lines] = [slack.messages.length, logged.length];
  setInterval(() => {
    for (const line of logged.slice(lines)) writePair('log', line, LOG_LINE);
    slack.messages.slice(messages).forEach(writeMessage);
    [messages, lines] = [slack.messages.length, logged.length];
  }, 200);
  return new Promise(() => {});
}
