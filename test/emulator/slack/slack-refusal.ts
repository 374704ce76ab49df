import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';

/** A call that Slack turns down, by its word for why. The Web API does so with status 200. */
export class SlackRefusal extends Error {
  readonly word: string;
  readonly status: number;
  readonly messages: readonly string[];

  constructor(word: string, { status = 200, messages = [] as readonly string[] } = {}) {
    super(word);
    this.word = word;
    this.status = status;
    this.messages = messages;
  }
}

export function refusalAnswer({ word, status, messages }: SlackRefusal): Answer {
  const details = messages.length === 0 ? {} : { response_metadata: { messages } };
  return jsonAnswer({ ok: false, error: word, ...details }, { status });
}

/** What Slack says where a fault asked for an error. */
export function errorBody({ status }: { status: number }): unknown {
  return { ok: false, error: status === 429 ? 'ratelimited' : 'internal_error' };
}
