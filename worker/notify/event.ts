import type { Run } from '../orders/run.ts';
import type { OverrideNotice } from '../protection/override-notice.ts';
import type { ScheduleChange } from '../watch/schedule-change.ts';
import type { VerdictChange } from '../watch/verdict-change.ts';

/**
 * What a notification is about. A new kind is a member here; the compiler asks each channel for it.
 */
export type NotifyEvent =
  | { readonly kind: 'run-ended'; readonly run: Run }
  | { readonly kind: 'verdict-changed'; readonly change: VerdictChange }
  | { readonly kind: 'schedule-changed'; readonly change: ScheduleChange }
  | { readonly kind: 'override'; readonly override: OverrideNotice };
