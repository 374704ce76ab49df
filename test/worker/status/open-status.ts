import { NO_CONTENTS } from '../../../worker/status/board-reader.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { type OpenApp, openApp, type OpenOptions } from '../open-app.ts';
import { STATUS_TOKEN } from './board-fixture.ts';

export interface OpenStatus extends OpenApp {
  /** Asks for what is below `/status/{token}`: `''`, `/metrics`, … */
  get(path: string): Promise<Response>;
  text(path: string): Promise<string>;
}

/** The app with a token, a watch that looks every hour, and what it found. */
export function openStatus(views: readonly ServiceView[] = [], over: OpenOptions = {}): OpenStatus {
  const open = openApp({
    statusTokens: [STATUS_TOKEN],
    readBoard: async () => ({ ...NO_CONTENTS, views }),
    roundMs: HOUR,
    ...over,
  });
  const get = async (path: string) => open.app.request(`/status/${STATUS_TOKEN}${path}`);
  return { ...open, get, text: async (path) => (await get(path)).text() };
}
