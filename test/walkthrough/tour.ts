import type { StepRun } from '../action/built-action.ts';
import { apiKey, type Emulators, withEmulators } from './emulators.ts';
import { write } from './paper.ts';
import { bycloudScenes } from './scenes/bycloud.ts';
import { mariadbCloudScenes } from './scenes/mariadb-cloud.ts';
import type { Scene } from './scenes/scene.ts';
import { skyviaScenes } from './scenes/skyvia.ts';
import { showStep } from './show-step.ts';
import { playWatchScene, title as watchTitle } from './watch/scene.ts';
import { playIncidentScene, title as incidentTitle } from './worker/incident.ts';
import { playKeylessScene, title as keylessTitle } from './worker/keyless.ts';
import { playProtectionScene, title as protectionTitle } from './worker/protection.ts';
import { playWorkerScene, title as workerTitle } from './worker/scene.ts';
import { type WorkerStage, withWorkerStage } from './worker/stage.ts';

const scenes = [...mariadbCloudScenes, ...skyviaScenes, ...bycloudScenes];

/** Played on one Worker, one after the other. Each gives a sentence for everything unexpected. */
const workerScenes = [
  { title: workerTitle, play: playWorkerScene },
  { title: incidentTitle, play: playIncidentScene },
  { title: keylessTitle, play: playKeylessScene },
  { title: protectionTitle, play: playProtectionScene },
];

/**
 * Plays every scene against its emulator; 0 where all went as expected. `afterwards` gets the
 * Worker while it still runs.
 */
export async function playScenes(
  afterwards: (stage: WorkerStage) => Promise<void> = async () => {},
): Promise<number> {
  writeOpening();
  const ofSteps = await withEmulators(async (emulators) => {
    const surprises: string[] = [];
    for (const [index, scene] of scenes.entries())
      surprises.push(...(await playScene(scene, { number: index + 1, emulators })));
    const number = scenes.length + 1;
    writeTitle(number, watchTitle);
    const ofWatch = await playWatchScene(emulators.mariadbCloud);
    return [...surprises, ...ofWatch.map((what) => wentWrong(number, what))];
  });
  return withWorkerStage(async (stage) => {
    const surprises = [...ofSteps];
    for (const [index, { title, play }] of workerScenes.entries()) {
      const number = scenes.length + 2 + index;
      writeTitle(number, title);
      surprises.push(...(await play(stage)).map((what) => wentWrong(number, what)));
    }
    writeEnd(surprises);
    await afterwards(stage);
    return surprises.length === 0 ? 0 : 1;
  });
}

function writeOpening(): void {
  write('Backup Gate: a walkthrough', { style: 'bold' });
  write();
  write(
    "The backup APIs of MariaDB Cloud, Skyvia and ByCloud are emulated on this machine. The steps below run against them as on a runner: each is the built Action in a process of its own. You read each step as a workflow has it; the process gets the emulator's key and base-url. Every step leaves a job summary; the first two show theirs. At the end the Worker takes a backup that is asked for in Slack, follows an incident to its end, answers a step that has no key, and lets a deployment on GitHub wait until a backup is there.",
  );
}

interface Stage {
  readonly number: number;
  readonly emulators: Emulators;
}

/** Gives a sentence for everything that did not go as expected. */
async function playScene(scene: Scene, { number, emulators }: Stage): Promise<string[]> {
  writeTitle(number, scene.title);
  write(scene.story, { indent: 2 });
  scene.prepare(emulators);
  const { inputs, on, shows } = scene;
  const hiddenInputs = { 'api-key': apiKey, 'base-url': emulators[on].url };
  const run = await showStep({ inputs, hiddenInputs, ...shows });
  return findSurprises(scene, run).map((what) => wentWrong(number, what));
}

function writeTitle(number: number, title: string): void {
  write();
  write();
  write(`${number}  ${title}`, { style: ['bold', 'cyan'] });
  write();
}

function wentWrong(number: number, what: string): string {
  return `Scene ${number} went wrong: ${what}`;
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
    'Seen: schedules made sure of, deploys stopped by a failed backup, an issue opened and closed, backups taken in time, an incident told once and ended, a gate without a key in the repository, a deployment held until a backup was there.',
    { style: 'bold' },
  );
  write('Against your own service (reads only): SKYSQL_API_KEY=… SERVICE=… npm start');
  write('The Worker, left running for your own requests: npm run dev');
  write('All inputs, outputs and rules: README.md');
}
