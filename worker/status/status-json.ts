import { formatInstant, type Instant } from '../../shared/domain/instant.ts';
import { PLAIN, renderMarked } from '../../shared/report/medium.ts';
import type { ShownService } from './shown-service.ts';

/** `status.json`. A key whose value is not known is left out. */
export function toStatusJson(services: readonly ShownService[], now: Instant) {
  return { version: 1, at: formatInstant(now), services: services.map(toServiceJson) };
}

function toServiceJson({ name, provider, service, verdict, message, view, snooze }: ShownService) {
  const isKnown = verdict !== 'unknown';
  return {
    name,
    provider,
    service,
    verdict,
    ...(isKnown && view?.cause ? { cause: view.cause } : {}),
    reasons: isKnown && view ? view.reasons : [],
    message: renderMarked(message, PLAIN),
    ...momentAt('recoveryPoint', view?.recoveryPoint),
    ...momentAt('nextDue', view?.nextDue),
    ...momentAt('lookedAt', view?.lookedAt),
    ...momentAt('snoozedUntil', snooze?.until),
  };
}

function momentAt(key: string, instant: Instant | null | undefined) {
  return typeof instant === 'number' ? { [key]: formatInstant(instant) } : {};
}
