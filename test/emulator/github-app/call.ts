import type { Query } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import type { GitHubAppState } from './state.ts';

/** A request whose query is right. */
export interface Call {
  readonly state: GitHubAppState;
  readonly request: ReceivedRequest;
  /** The parts of the path that name something. */
  readonly ids: readonly string[];
  readonly query: Query;
}
