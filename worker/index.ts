import { createApp } from './app.ts';
import { judge } from './judge.ts';
import { configOf } from './known-config.ts';

export { Coordinator } from './coordinator/coordinator.ts';

const VERSION = '0.1.0';

export default {
  fetch(request, env, ctx) {
    const coordinatorOf = (service: string) =>
      env.COORDINATOR.get(env.COORDINATOR.idFromName(service));
    const app = createApp({
      config: configOf(env),
      accept: (run) => coordinatorOf(run.service).accept(run),
      findRun: (id) => coordinatorOf(id.slice(0, id.lastIndexOf('.'))).findRun(id),
      judge,
      mayCall: async (caller) => (await env.CALLERS.limit({ key: caller })).success,
      defer: (work) => ctx.waitUntil(work),
      now: () => Date.now(),
      log: (event) => console.log(event),
      version: VERSION,
    });
    return app.fetch(request);
  },
} satisfies ExportedHandler<Env>;
