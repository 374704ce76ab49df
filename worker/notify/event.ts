import type { Run } from '../orders/run.ts';

/** What somebody is told of. A new kind is a member here; the compiler asks each channel for it. */
export type NotifyEvent = { readonly kind: 'run-ended'; readonly run: Run };
