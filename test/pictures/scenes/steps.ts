import { createHash } from 'node:crypto';
import { runBuiltAction, type StepRun } from '../../action/built-action.ts';
import type { Clock } from '../../emulator/clock.ts';
import type { GitHubEmulator } from '../../emulator/github/index.ts';
import { githubToken } from '../../emulator/github/index.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import { addService } from './nights.ts';

const PRELOAD = import.meta.resolve('./shift-clock.js');

/** One step, and what the provider holds when it runs. */
interface Scene {
  /** A picture of another end would show something else than it is called. */
  readonly gate: 'open' | 'closed';
  readonly prepare: (cloud: MariadbCloudEmulator) => void;
  readonly inputs: Readonly<Record<string, string>>;
}

const PROD = 'dbtgf28044362';

/** Nine services whose backups are good, and three more. */
const NAMES =
  'prod shop crm billing sessions inventory search mail reports analytics media staging';
const TWELVE = NAMES.split(' ').map((name, index) => ({ name, id: `dbtgf${28_044_362 + index}` }));

const FORTY = Array.from({ length: 40 }, (_, index) => `dbtgf${28_216_700 + index}`);

const SCENES = {
  blocks: {
    gate: 'closed',
    prepare: (cloud) => addService(cloud, PROD, { failed: [0, 6] }),
    inputs: { service: `prod=${PROD}`, report: 'issue' },
  },
  passes: {
    gate: 'open',
    prepare: (cloud) => addService(cloud, PROD),
    inputs: { service: `prod=${PROD}`, report: 'status' },
  },
  twelve: {
    gate: 'closed',
    prepare: (cloud) => {
      for (const { name, id } of TWELVE) {
        addService(cloud, id, {
          ...(name === 'billing' ? { failed: [0] } : {}),
          ...(name === 'search' ? { missing: [0, 1] } : {}),
          ...(name === 'analytics' ? { shrunk: [0] } : {}),
        });
      }
    },
    inputs: {
      service: TWELVE.map(({ name, id }) => `${name}=${id}`).join('\n'),
      'max-size-drop': 'block:50%',
      report: 'status',
    },
  },
  forty: {
    gate: 'closed',
    prepare: (cloud) => {
      for (const [index, id] of FORTY.entries()) {
        addService(cloud, id, {
          ...(index === 7 ? { failed: [0, 1] } : {}),
          ...(index === 23 ? { missing: [0, 1, 2] } : {}),
          ...(index === 31 ? { shrunk: [0] } : {}),
        });
      }
    },
    inputs: { service: 'all' },
  },
  warns: {
    gate: 'open',
    prepare: (cloud) => addService(cloud, PROD, { failed: [0] }),
    inputs: { service: `prod=${PROD}`, gate: 'warn', report: 'status' },
  },
  outage: {
    gate: 'closed',
    prepare: (cloud) => cloud.fail({ kind: 'status', status: 503, times: Infinity }),
    inputs: { service: `prod=${PROD}`, timeout: '1s', report: 'status' },
  },
  invalid: {
    gate: 'closed',
    prepare: () => {},
    inputs: { service: '', schedule: '61 2 * * *', gate: 'blok' },
  },
} satisfies Readonly<Record<string, Scene>>;

export type SceneName = keyof typeof SCENES;

export interface Place {
  readonly clock: Clock;
  readonly github: GitHubEmulator;
  /** Mends what is wrong before the step runs, so that its gate opens. */
  readonly meanwhile?: (cloud: MariadbCloudEmulator) => void;
}

/** Runs the built Action as GitHub would, at the time of the clock, on a commit of its own. */
export async function playScene(name: SceneName, place: Place): Promise<StepRun> {
  const { clock, github, meanwhile } = place;
  const { prepare, inputs, gate }: Scene = SCENES[name];
  const cloud = await startMariadbCloud({ clock });
  try {
    prepare(cloud);
    meanwhile?.(cloud);
    const given = {
      'api-key': 'skysql.1zzz.test-key',
      'base-url': cloud.url,
      'github-token': githubToken,
    };
    const run = await runBuiltAction({
      inputs: { ...given, ...inputs },
      env: {
        NODE_OPTIONS: `--import=${PRELOAD}`,
        CLOCK_AHEAD_MS: String(clock.now() - Date.now()),
        GITHUB_REPOSITORY: github.settings.repository,
        GITHUB_SHA: createHash('sha1').update(name).digest('hex'),
        GITHUB_RUN_ID: '1',
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: 'https://github.com',
      },
    });
    const expected = meanwhile ? 'open' : gate;
    if (run.outputs['gate'] !== expected) {
      throw new Error(`The gate of ${name} should be ${expected}:\n${run.log}`);
    }
    return run;
  } finally {
    await cloud.close();
  }
}

/** A good backup of this moment, as somebody takes it who was told. */
export function repair(cloud: MariadbCloudEmulator): void {
  const now = new Date(cloud.clock.now()).toISOString();
  const times = { start_time: now, end_time: now };
  cloud.addBackup({ service_id: PROD, type: 'full', status: 'Succeeded', ...times });
}
