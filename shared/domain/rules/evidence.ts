import type { Problem, Reading } from '../evidence.ts';
import type { Finding, Severity } from '../finding.ts';
import type { Rule, RuleContext } from './rule-context.ts';

/** What could not be read. If both lists failed for the same reason, report it once. */
export const evidenceUnavailable: Rule = ({ evidence, policy }) => {
  const backups = problemOf(evidence.backups);
  const schedules = problemOf(evidence.schedules);
  const shared = backups && schedules && backups.kind === schedules.kind;
  if (shared) return [unavailable('everything', backups, policy.onUnknown)];
  return [
    ...(backups ? [unavailable('backups', backups, policy.onUnknown)] : []),
    ...(schedules ? [unavailable('schedules', schedules, policy.onUnknown)] : []),
  ];
};

function problemOf(reading: Reading<unknown>): Problem | null {
  return reading.state === 'unavailable' ? reading.problem : null;
}

function unavailable(
  what: 'backups' | 'schedules' | 'everything',
  problem: Problem,
  onUnknown: Severity,
): Finding {
  const lasting = problem.kind === 'credential-refused' || problem.kind === 'unknown-service';
  return {
    code: 'evidence-unavailable',
    severity: lasting ? 'block' : onUnknown,
    what,
    problem,
  };
}

export const evidenceIncomplete: Rule = (context) => [
  ...incomplete('backups', context),
  ...incomplete('schedules', context),
];

function incomplete(what: 'backups' | 'schedules', { evidence, policy }: RuleContext): Finding[] {
  const reading = evidence[what];
  if (reading.state !== 'incomplete') return [];
  return [
    {
      code: 'evidence-incomplete',
      severity: policy.onUnknown,
      what,
      itemsRead: reading.items.length,
      reason: reading.reason,
    },
  ];
}
