import { write, writePairs } from '../paper.ts';
import { writeCalls } from './calls.ts';
import { writeMessage } from './show-channel.ts';
import { CHANNEL, type WorkerStage } from './stage.ts';

/** Leaves the Worker running, says how to call it, and shows what it posts, until Ctrl-C. */
export async function keepRunning(stage: WorkerStage): Promise<never> {
  const { worker, cloud, slack } = stage;
  write();
  write('It is running, and stops with Ctrl-C', { style: 'bold' });
  writePairs(
    [
      ['the Worker', worker.url],
      ['MariaDB Cloud, emulated', cloud.url],
      ['Slack, emulated', slack.apiUrl],
    ],
    2,
  );
  writeCalls(stage);
  write();
  const soon = 'a backup takes about a quarter of a minute';
  write(`What the Worker posts to #${CHANNEL.name} in Slack appears below; ${soon}.`, {
    style: 'bold',
  });
  return showMessages(stage);
}

/** Never ends by itself: Ctrl-C ends the process, and workerd with it. */
function showMessages({ slack }: WorkerStage): Promise<never> {
  let shown = slack.messages.length;
  setInterval(() => {
    slack.messages.slice(shown).forEach(writeMessage);
    shown = slack.messages.length;
  }, 200);
  return new Promise(() => {});
}
