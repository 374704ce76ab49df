import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import {
  ENTRANCE_SECRET,
  KEY,
  LONG_SERVICE,
  SERVICE,
  SLACK_SECRET,
  SLACK_TOKEN,
} from './test/worker/coordinator/stage-protocol.ts';
import type { StageAddresses } from './test/worker/coordinator/stage-protocol.ts';
import { bindingsForProtection } from './test/worker/protection/bindings.ts';
import type { ProtectionAddresses } from './test/worker/protection/stage-protocol.ts';
import { bindingsForWatch } from './test/worker/watch/bindings.ts';
import type { WatchAddresses } from './test/worker/watch/watch-stage-protocol.ts';

const IN_WORKERD = 'test/**/*.workers.test.ts';
const WATCH_IN_WORKERD = 'test/worker/watch/*.workers.test.ts';
const PROTECTION_IN_WORKERD = 'test/worker/protection/*.workers.test.ts';
const WRANGLER_FILE = fileURLToPath(new URL('worker/wrangler.jsonc', import.meta.url));

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // Many tests wait for a child process, so a core for the runner itself would be idle.
    maxWorkers: '100%',
    // What a passing test makes the code log is noise.
    silent: 'passed-only',
    projects: [
      { test: { name: 'node', include: ['test/**/*.test.ts'], exclude: [IN_WORKERD] } },
      {
        // What the HTTP client does, it does with both senders.
        test: {
          name: 'fetch',
          include: ['test/shared/http/*.test.ts'],
          provide: { sender: 'fetch' },
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: WRANGLER_FILE },
            miniflare: { bindings: bindingsFor(inject<StageAddresses>('stage')) },
          })),
        ],
        test: {
          name: 'workers',
          include: [IN_WORKERD],
          exclude: [WATCH_IN_WORKERD, PROTECTION_IN_WORKERD],
          globalSetup: ['test/worker/coordinator/stage-server.ts'],
          // All files share the one stage that the setup builds.
          fileParallelism: false,
        },
      },
      {
        // Apart from the others, because its configuration has a watch.
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: WRANGLER_FILE },
            miniflare: { bindings: bindingsForWatch(inject<WatchAddresses>('watchStage')) },
          })),
        ],
        test: {
          name: 'watch',
          include: [WATCH_IN_WORKERD],
          globalSetup: ['test/worker/watch/watch-stage-server.ts'],
          fileParallelism: false,
        },
      },
      {
        // Apart from the others, because its configuration answers for deployments.
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: WRANGLER_FILE },
            miniflare: {
              bindings: bindingsForProtection(inject<ProtectionAddresses>('protectionStage')),
            },
          })),
        ],
        test: {
          name: 'protection',
          include: [PROTECTION_IN_WORKERD],
          globalSetup: ['test/worker/protection/stage-server.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});

function bindingsFor({ cloud, hook, slackApi, hookSecret }: StageAddresses) {
  return {
    CONFIG: {
      services: {
        prod: {
          provider: 'mariadb-cloud',
          service: SERVICE,
          credential: 'SKYSQL_API_KEY',
          baseUrl: cloud,
          minInterval: '10m',
          timeout: '1h',
        },
        // With the timeout that is the default.
        long: {
          provider: 'mariadb-cloud',
          service: LONG_SERVICE,
          credential: 'SKYSQL_API_KEY',
          baseUrl: cloud,
        },
      },
      slack: { apiUrl: slackApi, allow: [{ team: 'T1' }] },
      webhook: { services: ['prod', 'long'] },
      notify: [{ on: 'all', webhook: hook, secret: 'NOTIFY_SECRET' }],
    },
    SKYSQL_API_KEY: KEY,
    NOTIFY_SECRET: hookSecret,
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    WEBHOOK_SECRET: ENTRANCE_SECRET,
  };
}
