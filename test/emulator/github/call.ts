import type { Query } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import type { GitHubState } from './state.ts';

/** A request that may be made, and whose query is right. */
export interface Call {
  readonly state: GitHubState;
  readonly request: ReceivedRequest;
  /** The last part of the path that names something; '' where there is none. */
  readonly id: string;
  readonly query: Query;
}
