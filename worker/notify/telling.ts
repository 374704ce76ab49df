import type { Instant } from '../../shared/domain/instant.ts';

/** Where the outcome of a run is told. Plain data: it is stored until it is told. */
export type Target =
  /** The requester: in the channel with the bot token, else through the command's own URL. */
  | {
      readonly kind: 'slack-requester';
      readonly channel: string;
      readonly user: string;
      /** A secret, never shown. */
      readonly responseUrl: string;
      /** Slack keeps the URL for 30 minutes. */
      readonly urlDiesAt: Instant;
    }
  /** A channel that the configuration names. */
  | { readonly kind: 'slack-channel'; readonly channel: string }
  /** A webhook that the configuration names, signed as our own entrance expects. */
  | { readonly kind: 'webhook'; readonly url: string; readonly secretName: string };

/** What came of telling. A passing failure is tried again, a permanent one is recorded. */
export type Told =
  | { readonly kind: 'told' }
  | { readonly kind: 'undeliverable'; readonly reason: string }
  | { readonly kind: 'passing'; readonly reason: string; readonly retryAfterMs: number | null };
