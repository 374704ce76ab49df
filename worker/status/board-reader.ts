import type { Ask } from './asks.ts';
import type { DeploymentView } from './deployment-view.ts';
import type { ServiceView } from './service-view.ts';

/** All that a page shows. */
export interface BoardContents {
  readonly views: readonly ServiceView[];
  /** Who asked for a verdict, newest first. */
  readonly asks: readonly Ask[];
  /** That wait, or were decided of late, in any repository. */
  readonly deployments: readonly DeploymentView[];
}

export const NO_CONTENTS: BoardContents = { views: [], asks: [], deployments: [] };

/** What the board answers. `contents` is `null` where the caller has them already. */
export interface BoardAnswer {
  /** Changes whenever the contents do. */
  readonly revision: string;
  readonly contents: BoardContents | null;
}

export interface BoardQuestion {
  /** The revision that the caller has; `null` if it has none. */
  readonly known: string | null;
  /** The service whose changes are read too. */
  readonly withChangesOf: string | undefined;
}

export type AskBoard = (question: BoardQuestion) => Promise<BoardAnswer>;

interface LastRead {
  readonly revision: string;
  readonly contents: BoardContents;
}

/** What this isolate read last, for each environment, which never changes. */
const lastRead = new WeakMap<object, LastRead>();

/**
 * Reads the board with one call. Views are large and change once a round, and a page that is open
 * asks every minute: what is read already is not sent again. The same contents are the same object.
 */
export async function readBoard(
  env: object,
  ask: AskBoard,
  withChangesOf?: string,
): Promise<BoardContents> {
  if (withChangesOf !== undefined) {
    const { contents } = await ask({ known: null, withChangesOf });
    return contents ?? NO_CONTENTS;
  }
  const last = lastRead.get(env);
  const { revision, contents } = await ask({ known: last?.revision ?? null, withChangesOf });
  if (contents === null) return last?.contents ?? NO_CONTENTS;
  lastRead.set(env, { revision, contents });
  return contents;
}
