import { availableParallelism } from 'node:os';
import { gzipSync } from 'node:zlib';
import { buildWorker } from '../../worker/build-worker.ts';
import { writeTable, writeTitle } from '../table.ts';
import { benchAccepting, SERVICES_ASKED } from './accepting.ts';
import { benchKeeping, BURST_SERVICES } from './keeping.ts';
import { withBenchStage } from './stage.ts';
import { benchWatching } from './watching.ts';
import { benchViewing } from './viewing.ts';

/** `npm run bench:worker` */
async function bench(): Promise<void> {
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} CPUs`;
  console.log(
    `Backup Gate: the Worker in workerd, called from Node.js ${process.version}, ${machine}`,
  );
  console.log('It takes about 60 seconds on a quiet machine of two cores.');
  console.log('Machines are noisy: read the ratios, and run it twice.');
  await benchSize();
  await withBenchStage(SERVICES_ASKED + BURST_SERVICES, async (stage) => {
    const runs = await benchAccepting(stage);
    await benchKeeping(runs, stage);
  });
  await benchWatching();
  await benchViewing();
}

async function benchSize(): Promise<void> {
  writeTitle('Size');
  const { code } = await buildWorker();
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  writeTable(
    ['', 'measured', 'wanted'],
    [
      ['bundle as it is deployed', kilobytes(Buffer.byteLength(code)), ''],
      ['  gzipped', kilobytes(gzipSync(code).byteLength), 'at most 100 kB'],
    ],
  );
}

// A reader that has gone (`| head`) ends the text, not the work: it still has to clean up.
process.stdout.on('error', () => {});

try {
  await bench();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`\nThe bench itself failed. ${message}`);
  process.exitCode = 1;
}
