import { assert, constantFrom, property, string, webUrl } from 'fast-check';
import { expect, test } from 'vitest';
import { type Inputs, parseInputs } from '../../../action/inputs/index.ts';
import { inputsOf, rawInputs } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

const baseUrl = (text: string) => baseUrlOf(inputsOf({ 'base-url': text }));

function baseUrlOf({ source }: Inputs): string {
  if (source.kind !== 'provider') throw new Error('no provider is asked');
  return source.baseUrl;
}

test.each([
  ['https://api.example.com', 'https://api.example.com'],
  ['https://api.example.com/', 'https://api.example.com'],
  ['https://api.example.com/v1/', 'https://api.example.com/v1'],
  ['https://api.example.com/v1//', 'https://api.example.com/v1'],
  ['https://api.example.com:8443/v1', 'https://api.example.com:8443/v1'],
  ['HTTPS://API.example.com', 'https://api.example.com'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is the root %s', (text, root) => {
  expect(baseUrl(text)).toBe(root);
});

test.each([
  ['plain HTTP to another machine', 'http://api.example.com'],
  ['plain HTTP to a private address', 'http://10.0.0.1'],
  ['plain HTTP to a name that begins like this machine', 'http://localhost.example.com'],
  ['plain HTTP to an address that begins like this machine', 'http://127.0.0.1.example.com'],
  ['plain HTTP with this machine as the user', 'http://localhost@example.com'],
  ['another scheme', 'ftp://127.0.0.1'],
  ['a file', 'file:///etc/passwd'],
  ['script', 'javascript:alert(1)'],
  ['a user', 'https://user@api.example.com'],
  ['a password', 'https://:password@api.example.com'],
  ['a query', 'https://api.example.com/?a=1'],
  ['an empty query', 'https://api.example.com/?'],
  ['a fragment', 'https://api.example.com/#a'],
  ['an empty fragment', 'https://api.example.com/#'],
  ['no scheme', 'api.example.com'],
  ['no host', 'https://'],
  ['words', 'the usual one'],
])('%s is refused', (_, text) => {
  expect(wrongInputs({ 'base-url': text })).toEqual(['base-url']);
  expect(complaint({ 'base-url': text })).toContain('https://');
});

test('a refused URL is not repeated, because it may hold a password', () => {
  const said = complaint({ 'base-url': 'https://me:hunter2@api.example.com' });
  expect(said).not.toContain('hunter2');
});

test('whatever is accepted goes to this machine or over TLS, and ends as a plain path', () => {
  const hosts = constantFrom('localhost', '127.0.0.1', '[::1]', 'evil.example', 'localhost.');
  const made = property(
    webUrl({ withFragments: true, withQueryParameters: true }),
    hosts,
    string({ unit: constantFrom(...'/@:?#.a%') }),
    (url, host, tail) => {
      for (const text of [url, `${url}${tail}`, `http://${host}${tail}`, `http:${tail}${host}`]) {
        const parsed = parseInputs(rawInputs({ 'base-url': text }));
        if (!parsed.ok) continue;
        const { protocol, hostname, username, password } = new URL(baseUrlOf(parsed.value));
        expect(baseUrlOf(parsed.value)).toMatch(/^https?:[^?#]*[^?#/]$/);
        expect(`${username}${password}`).toBe('');
        if (protocol === 'http:') expect(hostname).toMatch(/^(localhost|127\.0\.0\.1|\[::1\])$/);
        else expect(protocol).toBe('https:');
      }
    },
  );
  assert(made, { numRuns: 300 });
});
