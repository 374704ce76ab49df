import type { Finding } from './finding.ts';
import { isUnknown } from './finding-catalogue.ts';
import type { Instant } from './instant.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** What became of a service's verdict since the one before. */
export type ChangeKind = 'opened' | 'worse' | 'better' | 'recovered';

const RANK: Readonly<Record<Verdict, number>> = { pass: 0, warn: 1, block: 2 };

/** `null` if nothing changed. */
export function changeBetween(before: Verdict, now: Verdict): ChangeKind | null {
  if (before === now) return null;
  if (before === 'pass') return 'opened';
  if (now === 'pass') return 'recovered';
  return RANK[now] > RANK[before] ? 'worse' : 'better';
}

/** What one look at a service showed. */
export interface Look {
  readonly verdict: Verdict;
  /** The verdict rests on nothing but what could not be found out. */
  readonly isUnknown: boolean;
  /** Something that counts could not be found out, so all may be worse than it looks. */
  readonly isPartial: boolean;
}

export function lookOf(findings: readonly Finding[]): Look {
  const verdict = verdictOf(findings);
  const counting = findings.filter(({ severity }) => severity !== 'info');
  const deciding = counting.filter(({ severity }) => severity === verdict);
  return {
    verdict,
    isUnknown: deciding.length > 0 && deciding.every(isUnknown),
    isPartial: counting.some(isUnknown),
  };
}

/** The verdict that stands, and the incident that is open with it. */
export interface Standing {
  readonly verdict: Verdict;
  /** When the incident began; `null` if none is open. */
  readonly openedAt: Instant | null;
  /** The worst verdict of this incident so far. */
  readonly worst: Verdict;
}

/** What has to be remembered from one look to the next. */
export interface ChangeState {
  /** What was last told. */
  readonly told: Standing;
  /** What is known, whether it was told or notices were snoozed. The same without a snooze. */
  readonly known: Standing;
  /** Looks in a row that could not find out. */
  readonly unknownLooks: number;
  /** Looks in a row that showed a warning where a block is known. */
  readonly milderLooks: number;
}

const ALL_WELL: Standing = { verdict: 'pass', openedAt: null, worst: 'pass' };

export const NOTHING_TOLD: ChangeState = {
  told: ALL_WELL,
  known: ALL_WELL,
  unknownLooks: 0,
  milderLooks: 0,
};

export interface Change {
  readonly kind: ChangeKind;
  readonly before: Verdict;
  readonly verdict: Verdict;
  readonly openedAt: Instant;
  /** The worst verdict of the incident, this one included. */
  readonly worst: Verdict;
}

/** The changes that a look brought; each is `null` if there is none. */
export interface Changes {
  /** For the history. */
  readonly happened: Change | null;
  /** For the notices. After a snooze, what nobody was told of; else the same. */
  readonly toTell: Change | null;
  readonly next: ChangeState;
}

/**
 * Holds a look against what is known and what was told. Pure.
 *
 * A first look that could not find out changes nothing, the second in a row counts as its verdict
 * says. Nothing gets better while something is unknown. A block gets better at the second warning in
 * a row, so a verdict that goes to and fro is told once; it recovers at once. While notices are
 * snoozed nothing is told; afterwards the verdict then is held against what was told before.
 */
export function findChanges(
  state: ChangeState,
  look: Look,
  { now, isSnoozed }: { readonly now: Instant; readonly isSnoozed: boolean },
): Changes {
  const unknownLooks = look.isUnknown ? state.unknownLooks + 1 : 0;
  const isMilder = !look.isPartial && changeBetween(state.known.verdict, look.verdict) === 'better';
  const milderLooks = isMilder ? state.milderLooks + 1 : 0;
  const counted = { ...state, unknownLooks, milderLooks };
  if (unknownLooks === 1 || milderLooks === 1) {
    return { happened: null, toTell: null, next: counted };
  }
  const happened = changeOf(state.known, look, now);
  const known = happened ? standingAfter(happened) : state.known;
  const toTell = isSnoozed ? null : changeOf(state.told, look, known.openedAt ?? now);
  const told = toTell ? standingAfter(toTell) : state.told;
  return { happened, toTell, next: { ...counted, known, told } };
}

/** `since`: when an incident that this opens began. */
function changeOf(
  { verdict: before, openedAt, worst }: Standing,
  { verdict, isPartial }: Look,
  since: Instant,
): Change | null {
  const kind = changeBetween(before, verdict);
  if (kind === null || (isPartial && RANK[verdict] < RANK[before])) return null;
  return {
    kind,
    before,
    verdict,
    openedAt: openedAt ?? since,
    worst: RANK[verdict] > RANK[worst] ? verdict : worst,
  };
}

function standingAfter({ verdict, openedAt, worst }: Change): Standing {
  return verdict === 'pass' ? ALL_WELL : { verdict, openedAt, worst };
}
