import type * as v from 'valibot';
import type { FindingCode, FindingOf } from '../../../shared/domain/finding.ts';
import { ABOUT_ASKING } from './asking.ts';
import { ABOUT_BACKUPS } from './backups.ts';
import { ABOUT_SCHEDULES } from './schedules.ts';

/** The schema of each finding. One that is missing, or fits less than its finding, does not compile. */
export const FINDINGS = {
  ...ABOUT_BACKUPS,
  ...ABOUT_SCHEDULES,
  ...ABOUT_ASKING,
} satisfies { readonly [Code in FindingCode]: v.GenericSchema<unknown, FindingOf<Code>> };
