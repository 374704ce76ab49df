import { fileURLToPath } from 'node:url';
import { type BoardContents, NO_CONTENTS } from '../../../worker/status/board-reader.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { buildWorker } from '../build-worker.ts';
import { type LocalWorker, startLocalWorker } from '../local-worker.ts';
import { STATUS_TOKEN } from './board-fixture.ts';

const WRANGLER_FILE = fileURLToPath(new URL('wrangler.jsonc', import.meta.url));

/** What the board has besides services; nothing by default. */
export type Others = Partial<Pick<BoardContents, 'asks' | 'deployments'>>;

/** The Worker in workerd, with a board that can be filled. */
export interface StatusStage extends LocalWorker {
  /** `http://127.0.0.1:PORT/status/TOKEN` */
  readonly page: string;
  put(views: readonly ServiceView[], others?: Others): Promise<void>;
}

interface StageOptions {
  readonly names: readonly string[];
  /** `null` without a watch. */
  readonly roundMs: number | null;
  /** The time, which stands still. */
  readonly now: number;
}

/** Whose repositories may ask for verdicts. */
export const OWNER = '7890';

/** A service is called at its provider as `idOf` says. */
export async function startStatusStage({
  names,
  roundMs,
  now,
}: StageOptions): Promise<StatusStage> {
  const services = names.map((name) => {
    const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY' };
    return [name, { ...common, service: idOf(name) }];
  });
  const worker = await startLocalWorker({
    built: await buildWorker(WRANGLER_FILE),
    config: {
      services: Object.fromEntries(services),
      oidc: { allow: [{ repositoryOwnerId: OWNER }] },
    },
    secrets: {
      SKYSQL_API_KEY: 'skysql.1zzz.test-key',
      STATUS_TOKEN,
      NOW: String(now),
      ...(roundMs === null ? {} : { ROUND_MS: String(roundMs) }),
    },
  });
  const put = async (views: readonly ServiceView[], others: Others = {}) => {
    const body = JSON.stringify({ ...NO_CONTENTS, ...others, views });
    const answer = await fetch(`${worker.url}/fill`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`the board was not filled: ${await answer.text()}`);
  };
  return { ...worker, page: `${worker.url}/status/${STATUS_TOKEN}`, put };
}

export function idOf(name: string): string {
  return `dbtgf-${name}`;
}
