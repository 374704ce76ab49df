import { version } from '../package.json';
import { createApp } from './app.ts';
import { statusTokensOf } from './config/secrets.ts';
import { openCoordinators } from './coordinators.ts';
import { configOf } from './known-config.ts';

export { Coordinator } from './coordinator/coordinator.ts';

const log = (event: object) => console.log(event);

export default {
  fetch(request, env, ctx) {
    const app = createApp({
      ...openCoordinators(env, log),
      config: configOf(env),
      statusTokens: statusTokensOf(env),
      readBoard: async () => [],
      roundMs: null,
      mayCall: async (caller) => (await env.CALLERS.limit({ key: caller })).success,
      defer: (work) => ctx.waitUntil(work),
      now: () => Date.now(),
      log,
      version,
    });
    return app.fetch(request);
  },

  /** Finds alarms that were lost: an object that nobody calls cannot find its own. */
  async scheduled({ scheduledTime }, env) {
    const config = configOf(env);
    if (!config.ok) {
      log({ event: 'configuration-error', problems: config.problem.join('\n') });
      return;
    }
    const names = [...config.value.services.keys()];
    await openCoordinators(env, log).wakeAll(names, scheduledTime);
  },
} satisfies ExportedHandler<Env>;
