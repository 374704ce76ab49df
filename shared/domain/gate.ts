import type { Verdict } from './verdict.ts';

export type GateMode = 'block' | 'warn' | 'off';
export type Gate = 'open' | 'closed';

/** Decides the gate from a verdict. Only `gate: warn` lets a `block` verdict through. */
export function decide(verdict: Verdict, mode: GateMode): Gate {
  return verdict === 'block' && mode !== 'warn' ? 'closed' : 'open';
}
