import { expect, test } from 'vitest';
import { parseInputs } from '../../../../action/inputs/index.ts';
import { INPUT_DEFAULTS } from '../../../../action/inputs/names.ts';
import { bycloud } from '../../../../shared/provider/bycloud/index.ts';
import { instance, startInstance } from './instance.ts';

test('a key with a colon goes into X-Api-Key, whole, and nowhere else', async () => {
  const { emulator, readBackups } = await startInstance('AKTEST:secret-test');
  expect(await readBackups()).toEqual({ state: 'complete', items: [] });
  expect(emulator.requests[0]?.headers).toMatchObject({ 'x-api-key': 'AKTEST:secret-test' });
  expect(emulator.requests[0]?.headers).not.toHaveProperty('authorization');
});

test('a token without a colon is a bearer, and nothing else', async () => {
  const { emulator, readBackups } = await startInstance('bycloud-test-token');
  expect(await readBackups()).toEqual({ state: 'complete', items: [] });
  expect(emulator.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer bycloud-test-token',
  });
  expect(emulator.requests[0]?.headers).not.toHaveProperty('x-api-key');
});

test('a secret may hold colons itself', async () => {
  const { emulator, readBackups } = await startInstance('AKTEST:secret:with:colons');
  await readBackups();
  expect(emulator.requests[0]?.headers).toMatchObject({
    'x-api-key': 'AKTEST:secret:with:colons',
  });
});

test.each(['AKTEST:other-secret', 'bycloud-other-token', ':', 'AKTEST:'])(
  'a credential that is wrong is refused: %j',
  async (apiKey) => {
    const { emulator, readBackups } = await startInstance(apiKey);
    expect(await readBackups()).toMatchObject({
      state: 'unavailable',
      problem: { kind: 'credential-refused', traceId: expect.stringMatching(/./) },
    });
    expect(emulator.requests).toHaveLength(1);
  },
);

test.each(['AKTEST:secret-test', 'secret-test'])(
  'what the provider echoes of the secret is not shown: %s',
  async (echoed) => {
    const { emulator, readBackups } = await startInstance('AKTEST:secret-test');
    const error = { code: 403, message: `No: ${echoed}`, details: `tried ${echoed}` };
    emulator.fail({ kind: 'status', status: 403, body: { error } });
    const shown = JSON.stringify(await readBackups());
    expect(shown).toContain('No: ');
    expect(shown).toContain('tried ');
    expect(shown).not.toContain('secret-test');
  },
);

test('there is no address to send a key to by default, so the user names one', () => {
  expect(bycloud.baseUrl).toBeNull();
  const given = { provider: 'bycloud', 'api-key': 'AKTEST:secret-test', service: instance };
  const without = parseInputs({ ...INPUT_DEFAULTS, ...given });
  expect(without).toMatchObject({ ok: false, problem: [{ input: 'base-url' }] });
  const baseUrl = 'https://api.example.com';
  expect(parseInputs({ ...INPUT_DEFAULTS, ...given, 'base-url': baseUrl })).toMatchObject({
    ok: true,
    value: { source: { baseUrl } },
  });
});
