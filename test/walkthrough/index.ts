import { readEnvironment, showRealService } from './real-service.ts';
import { playScenes } from './tour.ts';

// A reader that has gone (`| head`) ends the text, not the work: it still has to clean up.
process.stdout.on('error', () => {});

const asked = readEnvironment(process.env);
if (asked.kind === 'half') console.error(asked.message);
process.exitCode =
  asked.kind === 'half'
    ? 2
    : asked.kind === 'real'
      ? await showRealService(asked.target)
      : await playScenes();
