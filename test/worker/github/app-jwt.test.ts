import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { parseAppKey } from '../../../worker/github/app-key.ts';
import { signAppJwt } from '../../../worker/github/app-jwt.ts';
import { NOW } from '../run-fixture.ts';
import { PKCS1, PUBLIC_KEY } from './app-keys.ts';

test('an independent library takes the token, within the times that GitHub allows', async () => {
  const key = parseAppKey(PKCS1);
  if (!key) throw new Error('the key is not read');
  const jwt = await signAppJwt({ id: 'Iv23liTest', key }, NOW + 999);
  const { payload } = await jwtVerify(jwt, PUBLIC_KEY, {
    algorithms: ['RS256'],
    issuer: 'Iv23liTest',
    currentDate: new Date(NOW),
  });
  const now = NOW / 1000;
  expect(payload).toEqual({ iss: 'Iv23liTest', iat: now - 60, exp: now + 540 });
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', typ: 'JWT' });
});
