import type { Run } from '../orders/run.ts';

/**
 * What a notification is about. A new kind is a member here; the compiler asks each channel for it.
 */
export type NotifyEvent = { readonly kind: 'run-ended'; readonly run: Run };
