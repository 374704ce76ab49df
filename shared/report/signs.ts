import type { Severity } from '../domain/finding.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Distinguishable by shape too, for people who cannot distinguish the colours. */
export const SIGNS: Readonly<Record<Severity | Verdict, string>> = {
  block: '⛔',
  warn: '⚠️',
  info: 'ℹ️',
  pass: '✅',
};
