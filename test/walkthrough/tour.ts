import type { StepRun } from '../action/built-action.ts';
import { createClock } from '../emulator/clock.ts';
import { type MariadbCloudEmulator, startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { write } from './paper.ts';
import { type Scene, scenes } from './scenes.ts';
import { showStep } from './show-step.ts';

const apiKey = 'skysql.1zzz.walkthrough-key';

/** Plays every scene against the emulator; 0 where all went as expected. */
export async function playScenes(): Promise<number> {
  const emulator = await startMariadbCloud({ apiKey, clock: createClock({ ticking: true }) });
  try {
    writeOpening(emulator.url);
    const surprises: string[] = [];
    for (const [index, scene] of scenes.entries())
      surprises.push(...(await playScene(scene, { number: index + 1, emulator })));
    writeEnd(surprises);
    return surprises.length === 0 ? 0 : 1;
  } finally {
    await emulator.close();
  }
}

function writeOpening(url: string): void {
  write('Backup Gate: a walkthrough', { style: 'bold' });
  write();
  write(
    `MariaDB Cloud's backup API is emulated on this machine (${url}). Three steps run against it, each as a runner runs it: the built Action in a process of its own. Only base-url is left out below; it leads to the emulator, and your workflow does not need it.`,
  );
}

interface Stage {
  readonly number: number;
  readonly emulator: MariadbCloudEmulator;
}

/** Gives a sentence for everything that did not go as expected. */
async function playScene(scene: Scene, { number, emulator }: Stage): Promise<string[]> {
  write();
  write();
  write(`${number}  ${scene.title}`, { style: ['bold', 'cyan'] });
  write();
  write(scene.story, { indent: 2 });
  scene.prepare(emulator);
  const { inputs, outputs } = scene;
  const hiddenInputs = { 'api-key': apiKey, 'base-url': emulator.url };
  const run = await showStep({ inputs, hiddenInputs, outputs });
  return findSurprises(scene, run).map((what) => `Scene ${number} went wrong: ${what}`);
}

function findSurprises({ expected }: Scene, { exitCode, outputs }: StepRun): string[] {
  const values = [
    { name: 'exit code', seen: String(exitCode), wanted: String(expected.exitCode) },
    ...Object.entries(expected.outputs).map(([name, wanted]) => {
      return { name: `output ${name}`, seen: outputs[name] ?? '', wanted };
    }),
  ];
  return values
    .filter(({ seen, wanted }) => seen !== wanted)
    .map(({ name, seen, wanted }) => `${name} is "${seen}" where "${wanted}" was expected.`);
}

function writeEnd(surprises: readonly string[]): void {
  write();
  write();
  for (const sentence of surprises) write(sentence, { style: 'red' });
  if (surprises.length > 0) return;
  write(
    'Seen: a schedule made sure of, a deploy stopped by a failed backup, a backup taken in time.',
    { style: 'bold' },
  );
  write('Against your own service (reads only): SKYSQL_API_KEY=… SERVICE=… npm start');
  write('All inputs, outputs and rules: README.md');
}
