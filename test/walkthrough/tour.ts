import type { StepRun } from '../action/built-action.ts';
import { apiKey, type Emulators, withEmulators } from './emulators.ts';
import { write } from './paper.ts';
import { bycloudScenes } from './scenes/bycloud.ts';
import { mariadbCloudScenes } from './scenes/mariadb-cloud.ts';
import type { Scene } from './scenes/scene.ts';
import { skyviaScenes } from './scenes/skyvia.ts';
import { showStep } from './show-step.ts';

const scenes = [...mariadbCloudScenes, ...skyviaScenes, ...bycloudScenes];

/** Plays every scene against its emulator; 0 where all went as expected. */
export async function playScenes(): Promise<number> {
  return withEmulators(async (emulators) => {
    writeOpening();
    const surprises: string[] = [];
    for (const [index, scene] of scenes.entries())
      surprises.push(...(await playScene(scene, { number: index + 1, emulators })));
    writeEnd(surprises);
    return surprises.length === 0 ? 0 : 1;
  });
}

function writeOpening(): void {
  write('Backup Gate: a walkthrough', { style: 'bold' });
  write();
  write(
    "The backup APIs of MariaDB Cloud, Skyvia and ByCloud are emulated on this machine. The steps below run against them as on a runner: each is the built Action in a process of its own. You read each step as a workflow has it; the process gets the emulator's key and base-url. Every step leaves a job summary; the first two show theirs.",
  );
}

interface Stage {
  readonly number: number;
  readonly emulators: Emulators;
}

/** Gives a sentence for everything that did not go as expected. */
async function playScene(scene: Scene, { number, emulators }: Stage): Promise<string[]> {
  write();
  write();
  write(`${number}  ${scene.title}`, { style: ['bold', 'cyan'] });
  write();
  write(scene.story, { indent: 2 });
  scene.prepare(emulators);
  const { inputs, on, shows } = scene;
  const hiddenInputs = { 'api-key': apiKey, 'base-url': emulators[on].url };
  const run = await showStep({ inputs, hiddenInputs, ...shows });
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
    'Seen: schedules made sure of, deploys stopped by a failed backup, a backup taken in time.',
    { style: 'bold' },
  );
  write('Against your own service (reads only): SKYSQL_API_KEY=… SERVICE=… npm start');
  write('All inputs, outputs and rules: README.md');
}
