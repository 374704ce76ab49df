import { err, ok, type Result } from '../domain/result.ts';

const ALLOWED = 'an https:// URL (http:// only on this machine) without';

/** Parses the root URL of an API; gives it without a trailing slash. */
export function parseRootUrl(text: string): Result<string, string> {
  const url = /[?#]/.test(text) ? null : parseSafeUrl(text);
  if (url) return ok(url.href.replace(/\/+$/, ''));
  return err(`${ALLOWED} credentials, query or fragment`);
}

/** Parses a URL that messages are sent to. Its query may be part of its secret. */
export function parseTargetUrl(text: string): Result<string, string> {
  const url = text.includes('#') ? null : parseSafeUrl(text);
  return url ? ok(url.href) : err(`${ALLOWED} credentials or fragment`);
}

/** Plain HTTP would expose secrets, so it is allowed only on this machine. */
function parseSafeUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username !== '' || url.password !== '') return null;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback) ? url : null;
}
