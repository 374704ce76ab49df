import type { Coordinator } from './coordinator/coordinator.ts';

/** Bindings, variables and secrets of the Worker. Secrets named in `CONFIG` come on top. */
export interface Env {
  readonly CONFIG?: unknown;
  readonly COORDINATOR: DurableObjectNamespace<Coordinator>;
  readonly CALLERS: RateLimit;
  readonly SLACK_SIGNING_SECRET?: string;
  readonly SLACK_BOT_TOKEN?: string;
  readonly GITHUB_WEBHOOK_SECRET?: string;
  readonly WEBHOOK_SECRET?: string;
  /** Credentials and signing secrets, by the names that `CONFIG` gives them. */
  readonly [secret: string]: unknown;
}
