import { formatInstant } from '../../../shared/domain/instant.ts';
import { PLAIN, renderMarked } from '../../../shared/report/medium.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import type { ScheduleChange } from '../../watch/schedule-change.ts';
import type { VerdictChange } from '../../watch/verdict-change.ts';

/** A change of a verdict as receivers of webhooks see it. What is not known is left out. */
export interface ChangeJson {
  /** The same for all changes of one incident. */
  readonly incident: string;
  readonly change: string;
  readonly service: string;
  readonly verdict: string;
  readonly before: string;
  /** What a block or warning is about: `backups`, `unknown` or `request`. `null`: it passes. */
  readonly cause: string | null;
  readonly reasons: readonly string[];
  readonly message: string;
  readonly findings: readonly FindingJson[];
  readonly recoveryPoint?: string;
  readonly nextDue?: string;
  readonly openedAt: string;
}

interface FindingJson {
  readonly severity: string;
  readonly message: string;
  readonly remedy?: string;
}

export function changeToJson(change: VerdictChange): ChangeJson {
  const { incident, kind, service, verdict, before, cause, reasons } = change;
  const { headline, findings, recoveryPoint, nextDue, openedAt } = change;
  return {
    incident,
    change: kind,
    service,
    verdict,
    before,
    cause,
    reasons,
    message: toText(headline),
    findings: findings.map(findingToJson),
    ...(recoveryPoint === null ? {} : { recoveryPoint: formatInstant(recoveryPoint) }),
    ...(nextDue === null ? {} : { nextDue: formatInstant(nextDue) }),
    openedAt: formatInstant(openedAt),
  };
}

function findingToJson({ severity, fact, remedy }: VerdictChange['findings'][number]): FindingJson {
  return {
    severity,
    message: toText(fact),
    ...(remedy === '' ? {} : { remedy: toText(remedy) }),
  };
}

/** What the watch did to a schedule. `before` is left out where there was none. */
export function scheduleToJson({ service, kind, before, after }: ScheduleChange) {
  return {
    service,
    change: kind,
    ...(before === '' ? {} : { before: toText(before) }),
    after: toText(after),
  };
}

const MAX_TEXT = 1000;

function toText(marked: string): string {
  return toOneLine(renderMarked(marked, PLAIN), MAX_TEXT);
}
