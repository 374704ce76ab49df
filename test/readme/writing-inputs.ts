import type { InputName } from '../../action/inputs/names.ts';

/** The inputs that make a step write, to the provider or to GitHub. */
export const WRITING_INPUTS = [
  'schedule',
  'schedule-id',
  'backup',
  'report',
] as const satisfies readonly InputName[];
