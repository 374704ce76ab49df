import * as v from 'valibot';
import type { Instant } from '../../shared/domain/instant.ts';
import type { ConfigContext } from '../config/context.ts';
import { oneOf } from '../config/fields.ts';
import type { NotifyEvent } from './event.ts';
import type { Run } from '../orders/run.ts';
import type { IncidentMessages } from './slack/incident-message.ts';
import type { Target } from './target.ts';

/** The result of a delivery. A passing failure is tried again for a day, one
 * that nobody can cure is recorded at once. */
export type DeliveryResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'undeliverable'; readonly reason: string }
  | { readonly kind: 'passing'; readonly reason: string; readonly retryAfterMs: number | null };

export interface DeliveryContext {
  readonly slack: {
    readonly apiUrl: string;
    readonly botToken: string | null;
    readonly incidentMessages: IncidentMessages;
  };
  /** The values of a secret by its name: several while it is rotated, none if it is not set. */
  readonly secretsOf: (name: string) => readonly string[];
  /** The last good recovery point in words; `null` if it cannot be found out in time. */
  readonly holdingsOf: (run: Run) => Promise<string | null>;
  readonly now: Instant;
}

/** An entry of `notify` in the configuration. */
export interface NotifyRule {
  /**
   * `failure`: runs that did not succeed, verdicts that turn to block, and their recovery. `all`:
   * successes and warnings too.
   */
  readonly on: 'failure' | 'all';
  readonly target: Target;
}

export const notifyOn = oneOf(['failure', 'all']);

/** A way to notify people or programs. */
export interface Channel {
  /** Its key in `notify`, and the kind of its targets. */
  readonly kind: string;
  /** Its key in `notify` holds the name of a secret. */
  readonly namesSecret?: boolean;
  /**
   * A failure opens an alert there that stays until a success closes it. So it is told of successes
   * whatever `on` says, and of one run after the other.
   */
  readonly keepsAlerts?: boolean;
  /** An entry of `notify`. */
  readonly ruleSchema: (context: ConfigContext) => v.GenericSchema<unknown, NotifyRule>;
  /** Notifies a target, once. Never rejects because of the other side. */
  readonly deliver: (
    target: Target,
    event: NotifyEvent,
    context: DeliveryContext,
  ) => Promise<DeliveryResult>;
}

interface ChannelDefinition<Schema extends v.GenericSchema> extends Pick<
  Channel,
  'kind' | 'namesSecret' | 'keepsAlerts' | 'ruleSchema'
> {
  /** The schema of its targets, which are stored, so they are parsed at each delivery. */
  readonly targetSchema: Schema;
  readonly deliver: (
    target: v.InferOutput<Schema>,
    event: NotifyEvent,
    context: DeliveryContext,
  ) => Promise<DeliveryResult>;
}

export function defineChannel<const Schema extends v.GenericSchema>({
  kind,
  namesSecret = false,
  keepsAlerts = false,
  ruleSchema,
  targetSchema,
  deliver,
}: ChannelDefinition<Schema>): Channel {
  return {
    kind,
    namesSecret,
    keepsAlerts,
    ruleSchema,
    async deliver(target, event, context) {
      const parsed = v.safeParse(targetSchema, target);
      if (parsed.success) return deliver(parsed.output, event, context);
      return { kind: 'undeliverable', reason: `The stored target of ${kind} cannot be read` };
    },
  };
}
