import { write } from './paper.ts';
import { keepRunning } from './worker/keep.ts';
import { withWorkerStage } from './worker/stage.ts';

// A reader that has gone (`| head`) ends the text, not the work: it still has to clean up.
process.stdout.on('error', () => {});

/** `npm run dev`: the Worker on this machine, with all that it talks to emulated. */
write('Backup Gate: the Worker on this machine', { style: 'bold' });
await withWorkerStage(keepRunning);
