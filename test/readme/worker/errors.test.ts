import { expect, test } from 'vitest';
import type { ErrorCode } from '../../../worker/errors.ts';
import { freshRun, openApp, type OpenOptions } from '../../worker/open-app.ts';
import { altered, type Post, webhookPost } from '../../worker/signed-requests.ts';
import { codeWords, tableOf } from '../read-readme.ts';
import { ERRORS } from './section.ts';

type Request = Post | readonly [path: string, init?: undefined];

const GOOD = webhookPost({ service: 'prod' });

/** A request that leads to each error, and what is special about the app that gets it. */
const CAUSES: Record<ErrorCode, readonly [Request, OpenOptions?]> = {
  unreadable: [webhookPost({ service: 7 })],
  unauthorized: [altered(GOOD, { body: '{}' })],
  forbidden: [GOOD, { config: { services: servicesOf('prod') } }],
  'not-found': [['/nothing']],
  'method-not-allowed': [['/webhook']],
  'too-large': [webhookPost(' '.repeat(64 * 1024 + 1))],
  'wrong-content-type': [altered(GOOD, { headers: { 'content-type': 'text/plain' } })],
  unsupported: [webhookPost({ service: 'archive' })],
  'id-used': [GOOD, { accept: async () => ({ kind: 'delivery-used', run: freshRun() }) }],
  'too-many-requests': [altered(GOOD, { body: '{}' }), { mayCall: async () => false }],
  internal: [GOOD, { accept: () => Promise.reject(new Error('broken')) }],
  configuration: [GOOD, { config: {} }],
};

function servicesOf(name: string) {
  const service = { provider: 'mariadb-cloud', service: 'dbtgf28044362' };
  return { [name]: { ...service, credential: 'SKYSQL_API_KEY' } };
}

test('docs/worker.md lists every error with its status', async () => {
  const answers = Object.values(CAUSES).map(async ([[path, init], options]) => {
    const answer = await openApp(options).app.request(path, init);
    const { error } = JSON.parse(await answer.text());
    return [error.code, String(answer.status)];
  });
  const rows = tableOf(ERRORS, 'code').map(([code = '', status]) => [codeWords(code)[0], status]);
  const seen = await Promise.all(answers);
  expect(seen.map(([code]) => code)).toEqual(Object.keys(CAUSES));
  expect(rows).toEqual(seen);
});
