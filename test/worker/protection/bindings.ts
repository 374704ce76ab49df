import {
  APP_ID,
  KEY,
  type ProtectionAddresses,
  SERVICES,
  SLACK_SECRET,
  SLACK_TOKEN,
  STATUS_TOKEN,
  WEBHOOK_SECRET,
} from './stage-protocol.ts';

/** The variables and secrets of a Worker that answers for deployments. */
export function bindingsForProtection(addresses: ProtectionAddresses) {
  const { cloud, githubApi, allHook, failureHook, slackApi, hookSecret, privateKey } = addresses;
  const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY', baseUrl: cloud };
  const services = Object.entries(SERVICES).map(([name, service]) => {
    const policy = name === 'lenient' ? { policy: { onUnknown: 'warn' } } : {};
    return [name, { ...common, service, ...policy }];
  });
  const shop = { repository: 'acme/shop' };
  return {
    CONFIG: {
      services: Object.fromEntries(services),
      github: {
        apiUrl: githubApi,
        protect: [
          { ...shop, environment: 'production', services: ['prod'] },
          { ...shop, environment: 'preview', services: ['lenient'] },
          {
            ...shop,
            environment: 'staging',
            services: ['prod', 'archive'],
            onBlock: 'hold',
            holdFor: '2h',
          },
        ],
      },
      slack: {
        apiUrl: slackApi,
        allow: [
          { team: 'T1' },
          { users: ['U1', 'U2', 'U3'], services: ['prod', 'archive'], may: ['override'] },
          { users: ['U4'], services: ['prod'], may: ['override'] },
        ],
      },
      notify: [
        { on: 'all', webhook: allHook, secret: 'NOTIFY_SECRET' },
        { on: 'failure', webhook: failureHook, secret: 'NOTIFY_SECRET' },
      ],
    },
    SKYSQL_API_KEY: KEY,
    GITHUB_APP_ID: APP_ID,
    // As it is pasted into a secret, in one line.
    GITHUB_APP_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n'),
    GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
    NOTIFY_SECRET: hookSecret,
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    STATUS_TOKEN,
  };
}
