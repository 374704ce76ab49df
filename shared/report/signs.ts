import type { Severity } from '../domain/finding.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Told apart by shape too, for those who do not tell the colours apart. */
export const SIGNS: Readonly<Record<Severity | Verdict, string>> = {
  block: '⛔',
  warn: '⚠️',
  info: 'ℹ️',
  pass: '✅',
};
