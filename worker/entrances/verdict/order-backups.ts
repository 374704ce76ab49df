import type { Context } from 'hono';
import type { EntranceDependencies } from '../../dependencies.ts';
import { placeOrder } from '../../orders/place-order.ts';
import { runToJson } from '../../orders/run-json.ts';
import { jobRequester } from './requester.ts';
import type { JudgedService } from './judge-all.ts';
import type { VerdictOrder } from './parse.ts';
import type { Claims } from './claims.ts';

interface OrderedBackups {
  readonly claims: Claims;
  readonly order: VerdictOrder;
  readonly deps: Pick<EntranceDependencies, 'config' | 'accept' | 'log'>;
}

/**
 * Places an order for each service that needs a backup. The step follows the runs, and asks again.
 * What cannot be done was refused before, so an order that is refused here is a fault of ours.
 */
export async function orderBackups(
  context: Context,
  needing: readonly JudgedService[],
  { claims, order, deps }: OrderedBackups,
): Promise<Response> {
  const { config, accept, log } = deps;
  const requester = jobRequester(claims);
  const placed = await Promise.all(
    needing.map(({ service }) =>
      placeOrder(
        {
          service: service.name,
          type: order.type,
          // One of late did not open the gate, or the step asks for one from now on.
          mustBeNew: true,
          requester,
          deliveries: [`verdict:${claims.jti}`],
        },
        { services: config.services, mayUse: () => true, accept, log },
      ),
    ),
  );
  const [first, ...also] = placed.map((each) => {
    if (!each.ok)
      throw new TypeError(`an order that was found possible is refused: ${each.problem.kind}`);
    return runToJson(each.value.run, each.value.joined);
  });
  return context.json({ ...first, also }, 202);
}
