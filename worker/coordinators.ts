import pLimit from 'p-limit';
import { MINUTE } from '../shared/domain/instant.ts';
import { removeUrls } from '../shared/http/redact.ts';
import { toOneLine } from '../shared/report/text.ts';
import { withoutSecrets } from './config/secrets.ts';
import type { AppDependencies } from './dependencies.ts';
import { AT_ONCE, MAX_SUBREQUESTS } from './platform-limits.ts';

/** How often an idempotent call is tried. */
const TRIES = 3;

/**
 * The pause before the next try is this many milliseconds times the tries so far. Slack waits 3 s.
 */
const PAUSE = 100;

type Coordinators = Pick<
  AppDependencies,
  'accept' | 'findRun' | 'judge' | 'judgeForStep' | 'look' | 'snooze'
> & {
  wakeAll(services: readonly string[], at: number): Promise<void>;
};

/** The calls to the coordinators, one object for each service. */
export function openCoordinators(env: Env, log: AppDependencies['log']): Coordinators {
  const call = async <Value>(
    service: string,
    { tries, name }: { tries: number; name: string },
    work: (stub: ReturnType<Env['COORDINATOR']['getByName']>) => Promise<Value>,
  ): Promise<Value> => {
    for (let tried = 1; ; tried += 1) {
      try {
        // The stub of an object that was reset stays broken, so each try has its own.
        return await work(env.COORDINATOR.getByName(service));
      } catch (error) {
        log({ event: 'coordinator-failed', call: name, service, message: explain(error, env) });
        if (tried === tries || isOverloaded(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, tried * PAUSE));
      }
    }
  };
  const wake = (service: string) =>
    call(service, { tries: 1, name: 'wake' }, (one) => one.wake(service));
  return {
    accept: (run) =>
      call(run.service, { tries: TRIES, name: 'accept' }, async (one) => one.accept(run)),
    findRun: (id) => {
      const service = id.slice(0, id.lastIndexOf('.'));
      return call(service, { tries: TRIES, name: 'findRun' }, (one) => one.findRun(id));
    },
    judge: ({ name }) => call(name, { tries: 1, name: 'judge' }, (one) => one.judge(name)),
    judgeForStep: ({ name }, order) =>
      call(name, { tries: TRIES, name: 'judgeForStep' }, async (one) =>
        one.judgeForStep(name, order),
      ),
    look: ({ name }) => call(name, { tries: 1, name: 'look' }, (one) => one.look(name)),
    snooze: ({ name }, order) =>
      call(name, { tries: TRIES, name: 'snooze' }, (one) => one.snooze(name, order)),
    wakeAll: (services, at) => callAll(inTurn(services, at), wake),
  };
}

const ROUND = 15 * MINUTE;

/** Each round starts where the one before ran out of subrequests. */
function inTurn(services: readonly string[], at: number): readonly string[] {
  const first = (Math.floor(at / ROUND) * MAX_SUBREQUESTS) % services.length;
  return [...services.slice(first), ...services.slice(0, first)];
}

/** One that cannot be woken does not hold up the others, until the subrequests run out. */
async function callAll(
  services: readonly string[],
  call: (service: string) => Promise<unknown>,
): Promise<void> {
  const takeTurn = pLimit(AT_ONCE);
  let isOver = false;
  const callOne = async (service: string) => {
    if (isOver) return;
    await call(service).catch((error: unknown) => {
      isOver ||= /subrequest/i.test(String(error));
    });
  };
  await Promise.all(services.map((service) => takeTurn(() => callOne(service))));
}

/** The platform's message distinguishes a reset, a used-up quota and a bug. */
function explain(error: unknown, env: Env): string {
  const [text = ''] = withoutSecrets([removeUrls(String(error))], env);
  return toOneLine(text, 300);
}

/** Retrying would only add to an overloaded object's work. */
function isOverloaded(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'overloaded' in error && !!error.overloaded;
}
