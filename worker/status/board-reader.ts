import type { DeploymentView } from './deployment-view.ts';
import type { ServiceView } from './service-view.ts';

export type Views = readonly ServiceView[];

/** What the board has. */
export interface BoardContent {
  readonly services: Views;
  readonly deployments: readonly DeploymentView[];
}

/** What the board answers. `views` is `null` where the caller has everything already. */
export interface BoardAnswer {
  /** Changes whenever a view does. */
  readonly revision: string;
  readonly views: Views | null;
  readonly deployments: readonly DeploymentView[];
}

export interface BoardQuestion {
  /** The revision that the caller has; `null` if it has none. */
  readonly known: string | null;
  /** The service whose changes are read too. */
  readonly withChangesOf: string | undefined;
}

export type AskBoard = (question: BoardQuestion) => Promise<BoardAnswer>;

/** What this isolate read last, for each environment, which never changes. */
const lastRead = new WeakMap<
  object,
  { readonly revision: string; readonly content: BoardContent }
>();

const NOTHING: BoardContent = { services: [], deployments: [] };

/**
 * Reads the board with one call. Views are large and change once a round, and a page that is open
 * asks every minute: what is read already is not sent again. The same views are the same array.
 */
export async function readBoard(
  env: object,
  ask: AskBoard,
  withChangesOf?: string,
): Promise<BoardContent> {
  if (withChangesOf !== undefined) {
    const { views, deployments } = await ask({ known: null, withChangesOf });
    return { services: views ?? [], deployments };
  }
  const last = lastRead.get(env);
  const { revision, views, deployments } = await ask({
    known: last?.revision ?? null,
    withChangesOf,
  });
  if (views === null) return last?.content ?? NOTHING;
  const content = { services: views, deployments };
  lastRead.set(env, { revision, content });
  return content;
}
