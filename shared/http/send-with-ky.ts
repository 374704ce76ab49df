import ky from 'ky';
import type { Send } from './send.ts';

/** ky's own retries are off: it would wait as long as a header asks. */
export const sendWithKy: Send = ({ url, ...request }) =>
  ky(url, { ...request, redirect: 'manual', timeout: false, retry: 0, throwHttpErrors: false });
