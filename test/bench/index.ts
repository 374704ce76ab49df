import { availableParallelism } from 'node:os';
import { benchEntryAndRequests } from './entry-and-requests.ts';
import { benchManyServices } from './many-services.ts';
import { benchOneService } from './one-service.ts';

const DEFAULT_ROUNDS = 25;
const MAX_ROUNDS = 100;

/** `npm run bench`, or `npm run bench -- 10` for another number of rounds. */
async function bench(rounds: number): Promise<void> {
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} CPUs`;
  console.log(`Backup Gate: the built Action on Node.js ${process.version}, ${machine}`);
  console.log(`It takes about ${secondsFor(rounds)} seconds on a quiet machine of two cores.`);
  console.log('Machines are noisy: read the ratios, and run it twice.');
  await benchOneService(rounds);
  await benchEntryAndRequests();
  await benchManyServices();
}

/** Measured: 17 seconds for what is not repeated, and a quarter of one for each round. */
function secondsFor(rounds: number): number {
  return Math.round((17 + rounds / 4) / 5) * 5;
}

// A reader that has gone (`| head`) ends the text, not the work: it still has to clean up.
process.stdout.on('error', () => {});

const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);
if (Number.isInteger(rounds) && rounds >= 1 && rounds <= MAX_ROUNDS) {
  try {
    await bench(rounds);
  } catch (error) {
    console.error(
      `\nThe bench itself failed. ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  }
} else {
  console.error(`The number of rounds is a whole number from 1 to ${MAX_ROUNDS}.`);
  process.exitCode = 2;
}
