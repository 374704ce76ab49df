import { formatDuration, formatLimit } from '../../domain/duration.ts';
import type { AgeLimit, DueOutcome, FindingOf } from '../../domain/finding.ts';
import { formatMoment } from '../../domain/instant.ts';
import type { RenderContext } from '../render-context.ts';
import { nameBackup, type Wordings } from './sentence.ts';

/** Recovery points that are too old, and due runs that are missing. */
export const ABOUT_AGES: Wordings<'recovery-point-too-old' | 'schedule-not-kept'> = {
  'recovery-point-too-old': {
    clause: ({ ageMs, limit, severity }, { now }) => {
      if (limit.kind === 'due') {
        const when = formatMoment(limit.dueAt, now);
        return limit.outcome === 'kept'
          ? `no usable backup covers the run due ${when}`
          : `the backup due ${when} ${OUTCOMES[limit.outcome]}`;
      }
      if (severity === 'block') {
        return `there is no backup from the last ${formatLimit(limit.limitMs)}`;
      }
      return {
        what: `the last good backup is ${formatDuration(ageMs)} old`,
        lasting: `the last good backup is over ${formatLimit(limit.limitMs)} old`,
      };
    },
    fact: (finding, context) => {
      const { ageMs, limit } = finding;
      const age = `The last good backup is ${formatDuration(ageMs)} old.`;
      return limit.kind === 'due'
        ? `${describeDue(limit, context)} ${age}`
        : `${age} ${describeLimit(limit, context)}`;
    },
  },

  'schedule-not-kept': {
    clause: ({ type, dueAt, outcome }, context) =>
      `the ${nameBackup(type, context)} due ${formatMoment(dueAt, context.now)} ${OUTCOMES[outcome]}`,
    fact: ({ type, dueAt, graceMs, outcome }, context) =>
      `The ${nameBackup(type, context)} due ${formatMoment(dueAt, context.now)} ${OUTCOMES[outcome]}${describeGrace(outcome, graceMs)}. Backups of another type cover the data.`,
  },
};

type Outcome = Exclude<DueOutcome, 'kept'>;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  unusable: 'succeeded but cannot be used',
  running: 'has not finished',
  failed: 'failed',
  unrecognised: 'has a status that is not a known word',
  missing: 'is missing',
};

function describeDue(
  { dueAt, graceMs, outcome }: Extract<AgeLimit, { kind: 'due' }>,
  { now }: RenderContext,
): string {
  const due = `due ${formatMoment(dueAt, now)}`;
  if (outcome === 'kept') return `No usable backup covers the run ${due}.`;
  return `The backup ${due} ${OUTCOMES[outcome]}${describeGrace(outcome, graceMs)}.`;
}

/** A run that failed has no grace to wait for. */
function describeGrace(outcome: Outcome, graceMs: number): string {
  return outcome === 'missing' || outcome === 'running'
    ? `; its grace period of ${formatDuration(graceMs)} is over`
    : '';
}

function describeLimit(limit: Exclude<AgeLimit, { kind: 'due' }>, { now }: RenderContext): string {
  const allowed = `at most ${formatLimit(limit.limitMs)}`;
  switch (limit.kind) {
    case 'max-age':
      return `A${allowed.slice(1)} is allowed.`;
    case 'fallback':
      return `There is no due run to go by, so ${allowed} is allowed.`;
    case 'suspended':
      return `The schedules are suspended. The most frequent one ran every ${formatDuration(limit.periodMs)}, so ${allowed} is allowed.`;
    case 'changed':
      return `The schedule changed on ${formatMoment(limit.changedAt, now)}. Until its next due run, backups may be ${allowed} old.`;
  }
}

/** The end of "find out why", for a due run. */
export const WHY_NOT_KEPT: Readonly<Record<FindingOf<'schedule-not-kept'>['outcome'], string>> = {
  unusable: 'it cannot be used',
  running: 'it has not finished',
  failed: 'it failed',
  unrecognised: 'its status is a new word',
  missing: 'the schedule did not run',
};

export function whyTooOld(limit: AgeLimit): string {
  if (limit.kind !== 'due') return 'none has been taken since';
  return limit.outcome === 'kept' ? 'it cannot be used' : WHY_NOT_KEPT[limit.outcome];
}
