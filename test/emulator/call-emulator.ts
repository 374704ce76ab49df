export interface CallOptions {
  method?: string;
  /** Sent as JSON, unless it is a string. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined where the text is not JSON. */
  readonly json: unknown;
}

export const backupsPath = '/skybackup/v1/backups';
export const schedulesPath = '/skybackup/v1/backups/schedules';

/** One real HTTP request to an emulator with its default key. */
export type Caller = (
  emulator: { readonly url: string },
  path: string,
  options?: CallOptions,
) => Promise<Reply>;

export const call: Caller = callWith({ 'x-api-key': 'skysql.1zzz.test-key' });
export const callSkyvia: Caller = callWith({ authorization: 'skyvia-test-token' });
export const callBycloud: Caller = callWith({ authorization: 'Bearer bycloud-test-token' });

export function callWith(credential: Record<string, string>): Caller {
  return async (emulator, path, options = {}) => {
    const response = await fetch(`${emulator.url}${path}`, requestInit(credential, options));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
}

function requestInit(credential: Record<string, string>, options: CallOptions): RequestInit {
  const { method = 'GET', body, headers, signal } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    redirect: 'manual',
    headers: {
      ...credential,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
    ...(signal ? { signal } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
