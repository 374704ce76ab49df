import { DAY, HOUR, MINUTE } from '../../shared/domain/instant.ts';
import { MARKED } from '../../shared/report/medium.ts';
import type { VerdictChange } from '../../worker/watch/verdict-change.ts';
import { NOW } from '../shared/domain/evidence-fixture.ts';

/** An incident that opened this minute: the last backup failed, and deploys are blocked. */
export function change(over: Partial<VerdictChange> = {}): VerdictChange {
  return {
    incident: 'prod-1768478400000',
    kind: 'opened',
    service: 'prod',
    provider: 'MariaDB Cloud',
    verdict: 'block',
    before: 'pass',
    cause: 'backups',
    reasons: ['latest-backup-failed'],
    headline: 'the last backup failed',
    undone: 'check the backups',
    findings: [
      {
        severity: 'block',
        fact: `Last backup failed (${MARKED.quote('full')}, 15 Jan 02:00 UTC).`,
        remedy: `Take one now: ${MARKED.code('/backup prod')} in Slack.`,
      },
    ],
    recoveryPoint: NOW - DAY,
    nextDue: NOW + 14 * HOUR,
    openedAt: NOW,
    at: NOW,
    ...over,
  };
}

/** The same incident after three hours. */
export function later(over: Partial<VerdictChange> = {}): VerdictChange {
  return change({ at: NOW + 3 * HOUR, ...over });
}

export const RECOVERED = later({
  kind: 'recovered',
  verdict: 'pass',
  before: 'block',
  cause: null,
  reasons: [],
  headline: 'last good backup 20m ago',
  findings: [],
  recoveryPoint: NOW + 3 * HOUR - 20 * MINUTE,
});

export const BETTER = later({ kind: 'better', verdict: 'warn', before: 'block' });

export const WARNING = change({ verdict: 'warn', headline: 'no schedule' });

export const UNKNOWN = change({
  cause: 'unknown',
  reasons: ['evidence-unavailable'],
  headline: 'MariaDB Cloud did not answer',
});
