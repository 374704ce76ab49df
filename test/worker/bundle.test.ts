import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { docs } from '../readme/read-readme.ts';
import { buildWorker } from './build-worker.ts';

/** In bytes, gzipped as Wrangler reports it. */
const MAX_UPLOAD = 125_000;

let code: string;

beforeAll(async () => {
  ({ code } = await buildWorker());
}, 60_000);

test('what is uploaded stays below 125,000 bytes gzipped', () => {
  expect(gzipSync(code).length).toBeLessThan(MAX_UPLOAD);
});

test('docs/worker-limits.md says so', () => {
  expect(docs('worker-limits')).toContain(`less than ${MAX_UPLOAD / 1000} kB gzipped`);
});
