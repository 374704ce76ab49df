import type { Clock } from '../clock.ts';

export interface Account {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

export interface Comment {
  readonly body: string;
  readonly author: Account;
  /** By the emulator's clock: epoch milliseconds, UTC. */
  readonly at: number;
}

/** An issue as a test or a walkthrough shows it; a pull request is one too. */
export interface Issue {
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: string | null;
  readonly labels: readonly string[];
  readonly author: Account | null;
  readonly isPullRequest: boolean;
  /** Nobody without a role in the repository may comment, and the job's own token has none. */
  readonly isLocked: boolean;
  readonly comments: Comment[];
  /** Epoch milliseconds, UTC. */
  readonly openedAt: number;
  closedAt: number | null;
}

export interface CommitStatus {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string;
  readonly targetUrl: string;
  readonly at: number;
}

type Right = 'none' | 'read' | 'write';

/** Read at each request, so a test may change any of them at any time. */
export interface GitHubSettings {
  /** `owner/name` of the one repository. */
  repository: string;
  /** What the token may do. Like the job's own token, an app's cannot ask who it is. */
  permissions: { issues: Right; statuses: Right };
  /** Who the token belongs to. */
  account: Account;
  /** Whether the repository has issues at all. */
  hasIssues: boolean;
  /** Like a user who may not push: labels cannot be created, and those of a new issue are dropped. */
  dropsLabels: boolean;
  /** Where the `Link` header says that a list goes on, if not here. */
  nextPageAt: string | null;
  /** No page is longer than this, whatever is asked for. */
  pageSizeLimit: number;
  /** An issue is listed only so long after it was opened, by the emulator's clock. */
  listLagMs: number;
  /** Sent with every answer. */
  headers: Record<string, string>;
  /** Real milliseconds between a request's effect and its answer. */
  latencyMs: number;
}

export interface GitHubState {
  readonly clock: Clock;
  readonly token: string;
  readonly settings: GitHubSettings;
  readonly labels: Set<string>;
  readonly issues: Issue[];
  readonly statuses: CommitStatus[];
}

export function createState(clock: Clock, token: string): GitHubState {
  const settings: GitHubSettings = {
    repository: 'acme/shop',
    permissions: { issues: 'write', statuses: 'write' },
    account: { login: 'github-actions[bot]', type: 'Bot' },
    hasIssues: true,
    dropsLabels: false,
    nextPageAt: null,
    pageSizeLimit: 100,
    listLagMs: 0,
    headers: {},
    latencyMs: 0,
  };
  return { clock, token, settings, labels: new Set(), issues: [], statuses: [] };
}

/** Issues and pull requests share their numbers. */
export function addIssue(state: GitHubState, given: Partial<Issue>): Issue {
  const issue: Issue = {
    number: state.issues.length + 1,
    title: 'An issue',
    body: null,
    state: 'open',
    stateReason: null,
    labels: [],
    author: state.settings.account,
    isPullRequest: false,
    isLocked: false,
    comments: [],
    openedAt: state.clock.now(),
    closedAt: null,
    ...given,
  };
  for (const label of issue.labels) state.labels.add(label);
  state.issues.push(issue);
  return issue;
}
