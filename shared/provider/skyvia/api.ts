import type { Clock } from '../../clock.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { type ErrorTranslation, translateErrors } from '../errors.ts';
import type { ConnectOptions } from '../provider.ts';
import { openSkyvia } from './client.ts';
import { parseErrorDetails } from './map.ts';

export const TITLE = 'Skyvia';

/** Calls of the client, with errors in the words of the domain. */
export interface SkyviaApi {
  call<Value>(
    run: (http: HttpClient) => Promise<Value>,
    kindOfStatus?: ErrorTranslation['kindOfStatus'],
  ): Promise<Value>;
  readonly clock: Clock;
  clockOffsetMs(): number | null;
}

/** Skyvia answers 403 to a wrong token, and never 401. */
export function connect(options: ConnectOptions): SkyviaApi {
  const http = openSkyvia(options);
  const translation = { title: TITLE, parseDetails: parseErrorDetails };
  return {
    call: (run, kindOfStatus = {}) =>
      translateErrors({ ...translation, kindOfStatus }, () => run(http)),
    clock: options.clock,
    clockOffsetMs: () => http.clockOffsetMs(),
  };
}
