import {
  KEY,
  SERVICES,
  SLACK_SECRET,
  SLACK_TOKEN,
  STATUS_TOKEN,
  type WatchAddresses,
} from './watch-stage-protocol.ts';

/** The variables and secrets of a Worker that watches. */
export function bindingsForWatch(addresses: WatchAddresses) {
  const { cloud, allHook, failureHook, slackApi, heartbeat, hookSecret } = addresses;
  const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY', baseUrl: cloud };
  const services = Object.entries(SERVICES).map(([name, service]) => [
    name,
    { ...common, service, ...(name === 'kept' ? { schedule: '0 2 * * *' } : {}) },
  ]);
  return {
    CONFIG: {
      services: Object.fromEntries(services),
      watch: { every: '1h', heartbeat },
      slack: { apiUrl: slackApi, allow: [{ team: 'T1' }] },
      notify: [
        { on: 'all', webhook: allHook, secret: 'NOTIFY_SECRET' },
        { on: 'failure', webhook: failureHook, secret: 'NOTIFY_SECRET' },
        { on: 'failure', slack: 'C1' },
      ],
    },
    SKYSQL_API_KEY: KEY,
    NOTIFY_SECRET: hookSecret,
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    STATUS_TOKEN,
  };
}
