import { sendWithKy } from '../../shared/http/send-with-ky.ts';
import * as v from 'valibot';
import { MINUTE } from '../../shared/domain/instant.ts';
import { createHttpClient } from '../../shared/http/http-client.ts';
import { type Asked, readAnswer, unreadable, type WorkerAnswer } from './answer.ts';
import { awaitKeys } from './await-keys.ts';
import type { Connection } from './connection.ts';
import { orUnasked } from './refusal.ts';
import { Run } from './worker-run.ts';

/** What a step asks of a Worker. Rejects only with `Unasked`, except for programming errors. */
export interface WorkerClient {
  ask(question: Readonly<Record<string, unknown>>, asked: Asked): Promise<WorkerAnswer>;
  readRun(id: string): Promise<Run>;
}

/** A Worker reads both lists of up to 40 services before it answers. */
const TIMEOUTS = { readMs: MINUTE, writeMs: MINUTE };

/**
 * Every attempt has a token of its own: one with which a backup is asked for works once. The
 * question may be repeated, since a request joins the run that an earlier one has caused.
 */
export function createWorkerClient(
  baseUrl: string,
  token: () => Promise<string>,
  connection: Connection,
): WorkerClient {
  const { clock, patience } = connection;
  const secrets: string[] = [];
  const client = createHttpClient({
    send: sendWithKy,
    baseUrl,
    headers: {},
    secrets,
    clock,
    timeouts: TIMEOUTS,
    patience: patience('Worker'),
    repeatable: ['GET', 'POST'],
  });
  const authorise = async () => {
    const fresh = await token();
    secrets.push(fresh);
    return { authorization: `Bearer ${fresh}` };
  };
  return {
    async ask(json, asked) {
      const call = { method: 'POST', path: ['verdict'], json, headers: authorise } as const;
      const body = awaitKeys(() => client.send(call), connection);
      return readAnswer(await orUnasked(body), asked);
    },
    async readRun(id) {
      const call = { method: 'GET', path: ['runs', id], retries: 'twice' } as const;
      const run = v.safeParse(Run, await orUnasked(client.send(call)));
      if (!run.success || run.output.id !== id) throw unreadable();
      return run.output;
    },
  };
}
