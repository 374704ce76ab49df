import type { ServiceView } from './service-view.ts';

export type Views = readonly ServiceView[];

/** What the board answers. `views` is `null` where the caller has them already. */
export interface BoardAnswer {
  /** Changes whenever a view does. */
  readonly revision: string;
  readonly views: Views | null;
}

export interface BoardQuestion {
  /** The revision that the caller has; `null` if it has none. */
  readonly known: string | null;
  /** The service whose changes are read too. */
  readonly withChangesOf: string | undefined;
}

export type AskBoard = (question: BoardQuestion) => Promise<BoardAnswer>;

/** What this isolate read last, for each environment, which never changes. */
const lastRead = new WeakMap<object, { readonly revision: string; readonly views: Views }>();

/**
 * Reads the board with one call. Views are large and change once a round, and a page that is open
 * asks every minute: what is read already is not sent again. The same views are the same array.
 */
export async function readBoard(
  env: object,
  ask: AskBoard,
  withChangesOf?: string,
): Promise<Views> {
  if (withChangesOf !== undefined) {
    const { views } = await ask({ known: null, withChangesOf });
    return views ?? [];
  }
  const last = lastRead.get(env);
  const { revision, views } = await ask({ known: last?.revision ?? null, withChangesOf });
  if (views === null) return last?.views ?? [];
  lastRead.set(env, { revision, views });
  return views;
}
