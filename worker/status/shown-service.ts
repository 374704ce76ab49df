import { formatMoment, type Instant } from '../../shared/domain/instant.ts';
import { capitalise } from '../../shared/report/text.ts';
import type { ServiceConfig } from '../config/index.ts';
import type { ServiceView, StatusBoard } from './service-view.ts';
import { SHOWN_VERDICTS, type ShownVerdict, shownVerdict } from './shown-verdict.ts';

/** A service of the configuration, as every view of the status shows it. */
export interface ShownService {
  readonly name: string;
  readonly provider: ServiceConfig['provider'];
  /** What the provider calls it. */
  readonly service: string;
  readonly verdict: ShownVerdict;
  /** In one sentence, `MARKED`. */
  readonly message: string;
  /** What the watch found last, however long ago; `null` if it never looked. */
  readonly view: ServiceView | null;
  /** Only while it lasts. */
  readonly snooze: ServiceView['snooze'];
}

/** All services of the configuration, in its order, whether or not anybody has looked at them. */
export function toShownServices(
  { services: views, roundMs }: StatusBoard,
  services: ReadonlyMap<string, ServiceConfig>,
  now: Instant,
): readonly ShownService[] {
  const viewOf = new Map(views.map((view) => [view.name, view]));
  return [...services.values()].map((service) => {
    const view = keepOwn(viewOf.get(service.name), service);
    const verdict = shownVerdict(view, roundMs, now);
    const snooze = view?.snooze && view.snooze.until > now ? view.snooze : null;
    const { name, provider } = service;
    const message = describe(view, verdict, now);
    return { name, provider, service: service.service, verdict, message, view, snooze };
  });
}

/** The name may have been given to another database since, of which nothing is known yet. */
function keepOwn(view: ServiceView | undefined, service: ServiceConfig): ServiceView | null {
  const isOwn = view?.provider === service.provider && view.service === service.service;
  return isOwn ? view : null;
}

function describe(view: ServiceView | null, verdict: ShownVerdict, now: Instant): string {
  if (view === null) return 'Not looked at yet';
  if (verdict !== 'unknown') return capitalise(view.message);
  return `Not looked at since ${formatMoment(view.lookedAt, now)}`;
}

/** Worst first, and of equal verdicts the snoozed ones last: somebody knows of them already. */
export function worstFirst(services: readonly ShownService[]): readonly ShownService[] {
  return services.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ verdict, snooze }: ShownService): number {
  return 2 * SHOWN_VERDICTS.indexOf(verdict) + (snooze ? 1 : 0);
}
