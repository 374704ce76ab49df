import { version } from '../package.json';
import { createApp } from './app.ts';
import { statusTokensOf } from './config/secrets.ts';
import { openCoordinators } from './coordinators.ts';
import { GITHUB_ISSUER } from './entrances/verdict/config.ts';
import { issuerKeysOf } from './entrances/verdict/issuer-keys.ts';
import { USED_TOKENS_NAME } from './entrances/verdict/used-tokens.ts';
import { configOf } from './known-config.ts';
import { openDeployments } from './protection/open-deployments.ts';
import { BOARD_NAME } from './status/board.ts';
import { readBoard } from './status/board-reader.ts';

export { Coordinator } from './coordinator/coordinator.ts';
export { UsedTokens } from './entrances/verdict/used-tokens.ts';
export { Deployments } from './protection/deployments.ts';
export { Board } from './status/board.ts';

const log = (event: object) => console.log(event);

function issuerOf(config: ReturnType<typeof configOf>): string {
  return (config.ok ? config.value.oidc?.issuer : null) ?? GITHUB_ISSUER;
}

export default {
  fetch(request, env, ctx) {
    const config = configOf(env);
    const app = createApp({
      ...openCoordinators(env, log),
      ...openDeployments(env, log),
      readBoard: (withChangesOf) =>
        readBoard(env, (question) => env.BOARD.getByName(BOARD_NAME).read(question), withChangesOf),
      issuerKeys: issuerKeysOf(env, { issuer: issuerOf(config), now: () => Date.now(), log }),
      useToken: (use) => env.USED_TOKENS.getByName(USED_TOKENS_NAME).use(use),
      wasTokenUsed: (id) => env.USED_TOKENS.getByName(USED_TOKENS_NAME).has(id),
      noteAsk: (ask) => env.BOARD.getByName(BOARD_NAME).noteAsk(ask),
      roundMs: config.ok ? (config.value.watch?.everyMs ?? null) : null,
      config,
      statusTokens: statusTokensOf(env),
      mayCall: async (caller) => (await env.CALLERS.limit({ key: caller })).success,
      defer: (work) => ctx.waitUntil(work),
      now: () => Date.now(),
      log,
      version,
    });
    return app.fetch(request);
  },

  /** Finds services that are due for a look, and alarms that were lost: an object that nobody calls
   * cannot find its own. */
  async scheduled({ scheduledTime }, env) {
    const config = configOf(env);
    if (!config.ok) {
      log({ event: 'configuration-error', problems: config.problem.join('\n') });
      return;
    }
    const { services, secrets } = config.value;
    if (secrets.githubApp) {
      await openDeployments(env, log)
        .roundOfDeployments()
        .catch(() => undefined);
    }
    const names = [...services.keys()];
    await openCoordinators(env, log).wakeAll(names, scheduledTime);
  },
} satisfies ExportedHandler<Env>;
