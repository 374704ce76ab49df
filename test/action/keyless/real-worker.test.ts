import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { createClock } from '../../emulator/clock.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import { startOidcIssuer } from '../../emulator/oidc-issuer/index.ts';
import { buildWorker } from '../../worker/build-worker.ts';
import { startLocalWorker } from '../../worker/local-worker.ts';
import { runBuiltAction, type StepRun } from '../built-action.ts';

const KEY = 'skysql.1zzz.key-of-both';

interface Evidence {
  /** Of the service, which is new. `ago` makes a full backup that began so long ago. */
  readonly prepare: (place: {
    readonly cloud: MariadbCloudEmulator;
    readonly id: string;
    readonly ago: (milliseconds: number, over?: object) => void;
    readonly nightly: (over?: object) => void;
  }) => void;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the step finds, so that no comparison is of nothing. */
  readonly reasons: string;
}

/** One of each kind, by the name that the service has in both steps. */
const EVIDENCES: Readonly<Record<string, Evidence>> = {
  healthy: {
    prepare: ({ ago, nightly }) => {
      nightly();
      for (let night = 0; night < 9; night += 1) ago(night * DAY + HOUR);
    },
    reasons: '',
  },
  failed: {
    prepare: ({ ago }) => {
      ago(DAY);
      ago(HOUR, { status: 'Failed', message: 'disk full; | <b>&amp;</b> `x`\n::error::y' });
    },
    reasons: 'latest-backup-failed,no-schedule',
  },
  empty: { prepare: () => {}, reasons: 'no-usable-backup,no-schedule' },
  old: {
    prepare: ({ ago }) => ago(30 * HOUR),
    inputs: { 'max-age': '26h' },
    reasons: 'recovery-point-too-old,no-schedule',
  },
  missed: {
    prepare: ({ ago, nightly }) => {
      nightly();
      ago(3 * DAY);
    },
    reasons: 'recovery-point-too-old',
  },
  small: {
    prepare: ({ ago }) => ago(HOUR),
    inputs: { 'min-size': '1GB' },
    reasons: 'too-small,no-schedule',
  },
  shrunk: {
    prepare: ({ ago }) => {
      for (let night = 1; night < 8; night += 1) ago(night * DAY);
      ago(HOUR, { storage_bytes: 1000 });
    },
    inputs: { 'max-size-drop': 'block:50%' },
    reasons: 'size-dropped,no-schedule',
  },
  running: {
    prepare: ({ ago }) => {
      ago(DAY);
      ago(10 * MINUTE, { status: 'Running', end_time: undefined });
    },
    inputs: { 'in-progress': 'block' },
    reasons: 'backup-in-progress,no-schedule',
  },
  strange: {
    prepare: ({ ago }) => {
      ago(DAY);
      ago(HOUR, { status: 'Hibernating' });
    },
    reasons: 'status-unrecognised,no-schedule',
  },
  suspended: {
    prepare: ({ ago, nightly }) => {
      nightly({ suspended: true });
      ago(HOUR);
    },
    reasons: 'schedule-suspended',
  },
  unread: {
    prepare: ({ cloud, id, ago }) => {
      ago(HOUR);
      cloud.fail({ kind: 'status', status: 422, when: { query: { service_id: id } }, times: 99 });
    },
    reasons: 'evidence-unavailable',
  },
  unjudged: {
    prepare: ({ ago }) => ago(HOUR, { status: 'Failed' }),
    inputs: { gate: 'off' },
    reasons: '',
  },
  warned: {
    prepare: ({ ago }) => ago(HOUR, { status: 'Failed' }),
    inputs: { gate: 'warn', 'dry-run': 'true', backup: 'if-needed' },
    reasons: 'latest-backup-failed,no-usable-backup,no-schedule',
  },
};

const IDS = new Map(
  Object.keys(EVIDENCES).map((name, index) => [name, `dbtgf${28044362 + index}`]),
);

describe('a step that asks the Worker leaves what a step with the key leaves', () => {
  test('on the same evidence, of every kind', { timeout: 120_000 }, async () => {
    const clock = createClock({ ticking: true });
    const cloud = await startMariadbCloud({ clock, apiKey: KEY });
    const issuer = await startOidcIssuer({ clock });
    const services = [...IDS].map(([name, id]) => {
      prepare(EVIDENCES[name], { cloud, id });
      const credential = 'SKYSQL_API_KEY';
      return [
        name,
        { provider: 'mariadb-cloud', service: id, credential, baseUrl: cloud.url },
      ] as const;
    });
    const worker = await startLocalWorker({
      built: await buildWorker(),
      config: {
        services: Object.fromEntries(services),
        oidc: { issuer: issuer.url, allow: [{ repository: 'acme/shop' }] },
      },
      secrets: { SKYSQL_API_KEY: KEY },
    });
    onTestFinished(async () => {
      await worker.stop();
      await Promise.all([cloud.close(), issuer.close()]);
    });
    for (const [name, id] of IDS) {
      const inputs = EVIDENCES[name]?.inputs ?? {};
      const withKey = await runBuiltAction({
        inputs: { ...inputs, 'api-key': KEY, 'base-url': cloud.url, service: `${name}=${id}` },
      });
      const without = await runBuiltAction({
        inputs: { ...inputs, 'worker-url': worker.url, service: name },
        env: {
          ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
        },
      });
      expect.soft(withKey.outputs['reasons'], name).toBe(EVIDENCES[name]?.reasons);
      expect.soft(comparable(without), name).toEqual(comparable(withKey));
      const said = [without.log, without.summary, ...Object.values(without.outputs)].join('\n');
      expect.soft(said).not.toContain(KEY);
    }
  });
});

function prepare(
  evidence: Evidence | undefined,
  { cloud, id }: { readonly cloud: MariadbCloudEmulator; readonly id: string },
): void {
  cloud.addService(id);
  const now = cloud.clock.now();
  const iso = (at: number) => new Date(at).toISOString();
  evidence?.prepare({
    cloud,
    id,
    ago: (milliseconds, over = {}) => {
      const startedAt = now - milliseconds;
      cloud.addBackup({
        service_id: id,
        type: 'full',
        status: 'Succeeded',
        start_time: iso(startedAt),
        end_time: iso(startedAt + 10 * MINUTE),
        point_in_time: iso(startedAt),
        storage_bytes: 5_000_000,
        ...over,
      });
    },
    nightly: (over = {}) => {
      const due = new Date(now - HOUR);
      const created_at = iso(now - 60 * DAY);
      cloud.addSchedule({
        service_id: id,
        type: 'full',
        schedule: `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`,
        created_at,
        updated_at: created_at,
        ...over,
      });
    },
  });
}

/**
 * What only the remedies say otherwise, because the step has no such input: with the key, and with a
 * Worker.
 */
const OTHER_REMEDIES: readonly (readonly [string, string])[] = [
  [" The service's policy in the Worker has to allow it too.", ''],
  [
    'Let this step create one: schedule: "0 2 * * *".',
    'Let the Worker keep one: set schedule of this service in its configuration.',
  ],
  [
    "Check service and api-key against MariaDB Cloud's portal.",
    "Check the id and the key of this service in the Worker's configuration against MariaDB Cloud's portal.",
  ],
  [
    "Resume one in MariaDB Cloud's portal, or with schedule: enabled.",
    "Resume one in MariaDB Cloud's portal.",
  ],
  [
    'Check the inputs against what the provider says.',
    "Check this service in the Worker's configuration against MariaDB Cloud's portal.",
  ],
];

/** Everything that is left, without the second in which it was. */
function comparable({ exitCode, outputs, summary, log }: StepRun) {
  const { 'age-seconds': _, result = '', ...rest } = outputs;
  const annotations = log.split('\n').filter((line) => /^::(?:error|warning|notice)/.test(line));
  return {
    exitCode,
    outputs: rest,
    result: withoutSeconds(JSON.parse(result)),
    summary: withoutAges(summary),
    annotations: annotations.map(withoutAges),
  };
}

function withoutSeconds(value: unknown): unknown {
  const cut = (key: string, inner: unknown) => {
    if (/^(?:ageSeconds|elapsedSeconds|judgedAt|traceId)$/.test(key)) return 'a moment';
    return typeof inner === 'string' ? withoutAges(inner) : inner;
  };
  return JSON.parse(JSON.stringify(value, cut));
}

function withoutAges(text: string): string {
  // The mark of code that each medium has, but for the one around a whole cron.
  const plain = text.replaceAll(/\b\d+(?:m \d+)?s\b/g, 'some seconds').replaceAll(CODE, '$<code>');
  const said = plain.replaceAll(/trace id `\w+`/g, 'trace id');
  return OTHER_REMEDIES.reduce((shown, [one, other]) => shown.replaceAll(one, other), said);
}

const CODE =
  /["`](?<code>service|api-key|policy|schedule|schedule: enabled|schedule: "0 2 [^`]*")["`]/g;
