import { readEnvironment, showRealService } from './real-service.ts';
import { playScenes } from './tour.ts';
import { keepRunning } from './worker/keep.ts';

// A reader that has gone (`| head`) ends the text, not the work: it still has to clean up.
process.stdout.on('error', () => {});

const KEEP = '--keep';

/** `npm start`, or `npm start -- --keep` to go on with the Worker by oneself. */
async function start(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== KEEP)) return refuse(`The only option is ${KEEP}.`);
  const asked = readEnvironment(process.env);
  if (asked.kind === 'half') return refuse(asked.message);
  if (asked.kind === 'real') return showRealService(asked.target);
  return playScenes(options.length > 0 ? keepRunning : undefined);
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

process.exitCode = await start(process.argv.slice(2));
