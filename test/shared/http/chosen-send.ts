import { inject } from 'vitest';
import type { Send } from '../../../shared/http/send.ts';
import { sendWithFetch } from '../../../shared/http/send-with-fetch.ts';
import { sendWithKy } from '../../../shared/http/send-with-ky.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly sender?: 'fetch';
  }
}

/** What sends in a test: ky as in the Action, and `fetch` as in the Worker in a project of its own. */
export const send: Send = inject('sender') === 'fetch' ? sendWithFetch : sendWithKy;
