import type { Send } from './send.ts';

/** For a bundle whose size is limited. */
export const sendWithFetch: Send = ({ url, headers, json, ...request }) => {
  const options = { ...request, headers, redirect: 'manual' } as const;
  if (json === undefined) return fetch(url, options);
  const typed = { 'content-type': 'application/json', ...headers };
  return fetch(url, { ...options, headers: typed, body: JSON.stringify(json) });
};
