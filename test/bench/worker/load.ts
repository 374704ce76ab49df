import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** The path, and the rest. */
export type BenchRequest = readonly [
  path: string,
  init: {
    readonly method: string;
    readonly body?: string | Uint8Array;
    readonly headers?: Readonly<Record<string, string>>;
  },
];

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

export interface Load {
  readonly answers: readonly Answer[];
  readonly tookMs: number;
}

/** Sends all requests, so many at once, each caller its next as soon as it has an answer. */
export async function sendAll(
  url: string,
  requests: readonly BenchRequest[],
  { callers }: { callers: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const answers: Answer[] = [];
  const queue = requests.values();
  const call = async () => {
    for (const one of queue) answers.push(await send(url, one, agent));
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const tookMs = performance.now() - start;
  agent.destroy();
  return { answers, tookMs };
}

function send(url: string, [path, { method, body, headers = {} }]: BenchRequest, agent: Agent) {
  return new Promise<Answer>((resolve, reject) => {
    const start = performance.now();
    const sent = request(`${url}${path}`, { agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.once('error', reject).once('end', () => {
        const tookMs = performance.now() - start;
        resolve({ status: answer.statusCode ?? 0, text, tookMs });
      });
    });
    sent.once('error', reject).end(body);
  });
}
