import * as v from 'valibot';
import { REPEATABLE } from './attempts.ts';
import type { Octokit } from './connect.ts';
import { readFailure, UnreadableAnswer } from './failure.ts';
import { type Marker, parseMarker } from './marker.ts';
import type { WorkflowContext } from './workflow-context.ts';

const LABEL = {
  name: 'backup-gate',
  color: 'b60205',
  description: 'Problems with database backups; opened and closed by Backup Gate',
};

/** An open issue with our marker. */
export interface MarkedIssue extends Marker {
  readonly number: number;
  readonly author: Author;
  readonly hasLabel: boolean;
  readonly title: string;
}

/** The issues with our label, or those that this account has opened. */
export type Listed = 'labelled' | { readonly creator: string };

export type Author = v.InferOutput<typeof User>;

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

const User = v.looseObject({ login: v.string(), type: v.string() });
const Issue = v.looseObject({
  number: v.number(),
  title: v.optional(v.string(), ''),
  body: v.nullish(v.string(), ''),
  user: v.nullish(User),
  pull_request: v.optional(v.unknown()),
  labels: v.optional(v.array(v.looseObject({ name: v.optional(v.string()) })), []),
});

/** The calls for issues of one repository. They reject with Octokit's errors. */
export function createIssuesApi(octokit: Octokit, { owner, repo }: WorkflowContext) {
  const at = { owner, repo };
  const { issues, users } = octokit.rest;
  return {
    /** All open ones, oldest first. Does not use the search, which lags by minutes. */
    async list(listed: Listed): Promise<readonly MarkedIssue[]> {
      const which = listed === 'labelled' ? { labels: LABEL.name } : listed;
      const query = { ...at, ...which, state: 'open', per_page: 100 } as const;
      const order = { sort: 'created', direction: 'asc' } as const;
      const rows = await octokit.paginate(issues.listForRepo, { ...query, ...order });
      return read(v.array(Issue), rows).flatMap(toMarked);
    },

    /** The account of this token; `null` for an app, such as the job's own, which cannot ask. */
    async whoAmI(): Promise<string | null> {
      try {
        return read(User, (await users.getAuthenticated()).data).login;
      } catch (error) {
        const failure = readFailure(error);
        if (failure?.kind === 'refused' && failure.status === 403) return null;
        throw error;
      }
    },

    /** On rejection its fate may be unknown. */
    async open(text: IssueText, withLabel: boolean): Promise<MarkedIssue> {
      const labels = withLabel ? [LABEL.name] : [];
      const { data } = await issues.create({ ...at, ...text, labels });
      const [opened] = toMarked(read(Issue, data));
      if (!opened) throw new UnreadableAnswer(null);
      return opened;
    },

    async edit(issue: number, text: Partial<IssueText>): Promise<void> {
      await issues.update({ ...at, issue_number: issue, ...text });
    },

    async close(issue: number, reason: 'completed' | 'not_planned'): Promise<void> {
      const closed = { state: 'closed', state_reason: reason } as const;
      await issues.update({ ...at, issue_number: issue, ...closed });
    },

    /** May leave its fate unknown. */
    async comment(issue: number, body: string): Promise<void> {
      await issues.createComment({ ...at, issue_number: issue, body });
    },

    /** Another run may create it at the same time, which is fine. */
    async ensureLabel(): Promise<void> {
      try {
        await issues.getLabel({ ...at, name: LABEL.name });
      } catch (error) {
        const failure = readFailure(error);
        if (failure?.kind !== 'refused' || failure.status !== 404) throw error;
        await issues.createLabel({ ...at, ...LABEL, request: REPEATABLE }).catch(unlessThere);
      }
    },
  };
}

export type IssuesApi = ReturnType<typeof createIssuesApi>;

function unlessThere(error: unknown): void {
  const failure = readFailure(error);
  if (failure?.kind !== 'unfit' || failure.status !== 422) throw error;
}

/** The list also contains pull requests. */
function toMarked({
  number,
  title,
  body,
  user,
  pull_request,
  labels,
}: v.InferOutput<typeof Issue>) {
  const marker = parseMarker(body ?? '');
  if (!marker || !user || pull_request !== undefined) return [];
  const hasLabel = labels.some(({ name }) => name === LABEL.name);
  return [{ ...marker, number, title, author: user, hasLabel }];
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) throw new UnreadableAnswer(null);
  return parsed.output;
}
