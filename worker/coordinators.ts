import { callObject, TRIES } from './call-object.ts';
import type { AppDependencies } from './dependencies.ts';
import type { OverrideNotice } from './protection/override-notice.ts';
import { wakeInTurn } from './wake-in-turn.ts';

type Coordinators = Pick<
  AppDependencies,
  'accept' | 'findRun' | 'judge' | 'judgeForStep' | 'look' | 'snooze'
> & {
  /** Resolves when it is in the outbox of the service's coordinator. */
  tellOverride(notice: OverrideNotice): Promise<void>;
  wakeAll(services: readonly string[], at: number): Promise<void>;
};

/** The calls to the coordinators, one object for each service. */
export function openCoordinators(env: Env, log: AppDependencies['log']): Coordinators {
  const call = <Value>(
    service: string,
    { tries, name }: { tries: number; name: string },
    work: (stub: ReturnType<Env['COORDINATOR']['getByName']>) => Promise<Value>,
  ): Promise<Value> => {
    const logFailure = (message: string) =>
      log({ event: 'coordinator-failed', call: name, service, message });
    const open = () => env.COORDINATOR.getByName(service);
    return callObject({ open, tries, logFailure, work }, env);
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
    tellOverride: (notice: OverrideNotice) =>
      call(notice.service, { tries: TRIES, name: 'tellOverride' }, (one) =>
        one.tellOverride(notice),
      ),
    wakeAll: (services, at) => wakeInTurn(services, at, wake),
  };
}
