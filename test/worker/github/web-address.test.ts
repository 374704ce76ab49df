import { expect, test } from 'vitest';
import { hostsOf, runAddressOf, webHostOf } from '../../../worker/github/web-address.ts';

test.each([
  ['https://api.github.com', 'github.com'],
  ['https://api.acme.ghe.com', 'acme.ghe.com'],
  ['https://github.acme.example/api/v3', 'github.acme.example'],
  ['http://127.0.0.1:8080/github', '127.0.0.1:8080'],
])('the pages of %s are at %s', (apiUrl, host) => {
  expect(webHostOf(apiUrl)).toBe(host);
  expect(hostsOf(apiUrl)).toContain(host);
});

test('a run has a page', () => {
  const run = { repository: 'acme/shop', runId: '12' };
  expect(runAddressOf(run, 'https://api.github.com')).toBe(
    'https://github.com/acme/shop/actions/runs/12',
  );
});
