import { callObject, TRIES } from '../call-object.ts';
import { wakeInTurn } from '../wake-in-turn.ts';
import type { AppDependencies } from '../dependencies.ts';
import { type DeploymentRequest, objectNameOf } from './deployment-request.ts';
import type { Confirmation, OverrideAnswer, OverrideOrder } from './override.ts';

/** Of the object that has no repository: their names have a slash. */
const ROUND = 'round';

type Stub = ReturnType<Env['DEPLOYMENTS']['getByName']>;

/** The calls to the objects that hold deployments, one for each repository. */
export function openDeployments(env: Env, log: AppDependencies['log']) {
  const call = <Value>(
    repository: string,
    { tries, name }: { readonly tries: number; readonly name: string },
    work: (stub: Stub) => Promise<Value>,
  ): Promise<Value> => {
    const logFailure = (message: string) =>
      log({ event: 'deployments-failed', call: name, repository, message });
    const open = () => env.DEPLOYMENTS.getByName(objectNameOf(repository));
    return callObject({ open, tries, logFailure, work }, env);
  };
  const wake = (repository: string) =>
    call(repository, { tries: 1, name: 'wake' }, (one) => one.wake());
  return {
    acceptDeployment: (request: DeploymentRequest): Promise<void> =>
      call(request.repository, { tries: TRIES, name: 'accept' }, async (one) =>
        one.accept(request),
      ),
    requestOverride: (order: OverrideOrder): Promise<OverrideAnswer> =>
      call(order.repository, { tries: TRIES, name: 'requestOverride' }, async (one) =>
        one.requestOverride(order),
      ),
    confirmOverride: (order: Confirmation): Promise<OverrideAnswer> =>
      call(order.repository, { tries: TRIES, name: 'confirmOverride' }, async (one) =>
        one.confirmOverride(order),
      ),
    /** What the cron has to do for all repositories. */
    roundOfDeployments: () => call(ROUND, { tries: 1, name: 'round' }, (one) => one.round()),
    lookAgain: (repository: string, service: string): Promise<void> =>
      call(repository, { tries: 1, name: 'lookAgain' }, (one) => one.lookAgain(service)),
    wakeAll: (repositories: readonly string[], at: number) => wakeInTurn(repositories, at, wake),
  };
}
