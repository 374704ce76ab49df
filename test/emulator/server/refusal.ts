/** What a provider's documented error tells. */
export interface Problem {
  status: number;
  /** Without the query. */
  path: string;
  /** Absent where a fault asked for the error. */
  message?: string;
}

/** A request the API turns down. Thrown by the checks, answered as the provider's documented error. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}
