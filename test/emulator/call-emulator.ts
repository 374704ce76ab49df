import type { MariadbCloudEmulator } from './mariadb-cloud/index.ts';

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

/** One real HTTP request with the emulator's default key. */
export async function call(
  emulator: MariadbCloudEmulator,
  path: string,
  options: CallOptions = {},
): Promise<Reply> {
  const response = await fetch(`${emulator.url}${path}`, requestInit(options));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function requestInit(options: CallOptions): RequestInit {
  const { method = 'GET', body, headers, signal } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    redirect: 'manual',
    headers: {
      'x-api-key': 'skysql.1zzz.test-key',
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
