import { callObject, TRIES } from '../call-object.ts';
import type { AppDependencies } from '../dependencies.ts';
import { type DeploymentRequest, objectNameOf } from './deployment-request.ts';

type Stub = ReturnType<Env['DEPLOYMENTS']['getByName']>;

/** The calls to the objects that hold deployments, one for each repository. */
export function openDeployments(env: Env, log: AppDependencies['log']) {
  const call = <Value>(
    repository: string,
    { tries, name }: { readonly tries: number; readonly name: string },
    work: (stub: Stub) => Promise<Value>,
  ): Promise<Value> => {
    const about = { event: 'deployments-failed', call: name, repository };
    const open = () => env.DEPLOYMENTS.getByName(objectNameOf(repository));
    return callObject({ open, tries, about, work }, { env, log });
  };
  return {
    acceptDeployment: (request: DeploymentRequest): Promise<void> =>
      call(request.repository, { tries: TRIES, name: 'accept' }, async (one) =>
        one.accept(request),
      ),
  };
}
