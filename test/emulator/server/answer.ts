/** A complete HTTP answer, ready to be written to a socket. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface AnswerParts {
  status: number;
  headers?: Record<string, string>;
}

export function jsonAnswer(body: unknown, parts: AnswerParts = { status: 200 }): Answer {
  return textAnswer(JSON.stringify(body), {
    status: parts.status,
    headers: { 'content-type': 'application/json', ...parts.headers },
  });
}

export function textAnswer(text: string, parts: AnswerParts): Answer {
  return { status: parts.status, headers: parts.headers ?? {}, text };
}

export function emptyAnswer(parts: AnswerParts = { status: 200 }): Answer {
  return textAnswer('', parts);
}
