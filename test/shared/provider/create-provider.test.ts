import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROVIDER_NAMES, PROVIDERS } from '../../../shared/provider/create-provider.ts';
import { KEY, SERVICE, startCloud } from './mariadb-cloud/cloud.ts';

const { parseService } = PROVIDERS['mariadb-cloud'];

test('every provider is named once', () => {
  expect(PROVIDER_NAMES).toEqual(Object.keys(PROVIDERS));
  expect(PROVIDER_NAMES).toContain('mariadb-cloud');
});

test.each(PROVIDER_NAMES)('%s has a root that is a plain https URL, if it has one', (name) => {
  const { baseUrl } = PROVIDERS[name];
  if (baseUrl !== null) expect(baseUrl).toMatch(/^https:\/\/[a-z.]+$/);
});

test("MariaDB Cloud's entry leads to the vendor, and to whatever root it is given", async () => {
  expect(PROVIDERS['mariadb-cloud'].baseUrl).toBe('https://api.skysql.com');
  const { emulator, clock } = await startCloud();
  const options = { apiKey: KEY, baseUrl: emulator.url, clock };
  const provider = PROVIDERS['mariadb-cloud'].create(options);
  expect(provider.title).toBe('MariaDB Cloud');
  expect(await provider.schedules?.read(SERVICE)).toEqual({ state: 'complete', items: [] });
  expect(emulator.requests).toHaveLength(1);
});

describe('a service of MariaDB Cloud', () => {
  test.each(['dbtgf28044362', 'abc', 'a-b_C9', '000', 'x'.repeat(64)])('can be %j', (text) => {
    expect(parseService(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    '',
    'ab',
    'x'.repeat(65),
    'db/x1',
    'db x1',
    ' dbx1',
    'dbx1\n',
    '../x',
    'dbä1',
    'db.x',
    'db?x=1',
    'db%2Fx',
    'db,x1',
    'db:x1',
  ])('cannot be %j, and it is said what can', (text) => {
    expect(parseService(text)).toEqual({ ok: false, problem: expect.stringContaining('3 to 64') });
  });

  test('needs no encoding in a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (parseService(text).ok) expect(encodeURIComponent(text)).toBe(text);
      }),
    );
  });
});
