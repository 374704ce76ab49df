import type { StepRun } from '../action/built-action.ts';

/** Figures of a run that went another way would mean nothing. */
export function requireOpenGate({ exitCode, outputs, log }: StepRun): void {
  if (exitCode === 0 && outputs['gate'] === 'open') return;
  const gate = outputs['gate'] ?? 'not decided';
  throw new Error(`The Action ended with exit code ${exitCode}, gate ${gate}:\n${log}`);
}
