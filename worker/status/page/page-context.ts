import type { Instant } from '../../../shared/domain/instant.ts';
import type { Coverage } from '../asks.ts';
import type { DeploymentView } from '../deployment-view.ts';
import type { ShownService } from '../shown-service.ts';

/** Ends the address of a page that must not load itself again. Its links keep it. */
export const REFRESH_OFF = '?refresh=off';

/** What every page is made from. */
export interface PageContext {
  /** All services of the configuration, in its order. */
  readonly services: readonly ShownService[];
  /** Who asks for verdicts, or may and does not. */
  readonly coverage: readonly Coverage[];
  /** Of all repositories. */
  readonly deployments: readonly DeploymentView[];
  readonly roundMs: number | null;
  readonly now: Instant;
  /** `/status/{token}`, encoded. */
  readonly base: string;
  readonly query: typeof REFRESH_OFF | '';
}
