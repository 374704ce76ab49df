import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseAppKey } from '../../../worker/github/app-key.ts';
import { PKCS1, PKCS8, PKCS8_DER } from './app-keys.ts';

describe('the key of a GitHub App', () => {
  test.each([
    ['PKCS#1, as GitHub hands it out', PKCS1],
    ['PKCS#8', PKCS8],
    ['PKCS#1 in one line, with \\n', PKCS1.trim().replaceAll('\n', '\\n')],
    ['PKCS#8 in one line, with \\n at its end', PKCS8.replaceAll('\n', '\\n')],
    ['with the line breaks of Windows', PKCS1.replaceAll('\n', '\r\n')],
    ['with white space around it', `\n  ${PKCS1}\n\n`],
  ])('%s becomes the PKCS#8 that OpenSSL makes', (_, text) => {
    expect(Buffer.from(parseAppKey(text) ?? [])).toEqual(PKCS8_DER);
  });

  test('of 4096 bits is read too', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(Buffer.from(parseAppKey(pem) ?? [])).toEqual(
      privateKey.export({ type: 'pkcs8', format: 'der' }),
    );
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const lines = PKCS1.trim().split('\n');

  test.each([
    ['nothing', ''],
    ['another secret', 'ghp_something'],
    ['the first line alone', lines[0] ?? ''],
    ['a file that was cut', lines.slice(0, 10).join('\n')],
    ['a line that is missing', lines.toSpliced(5, 1).join('\n')],
    ['no last line', lines.slice(0, -1).join('\n')],
    ['another label at its end', PKCS1.replace('END RSA PRIVATE', 'END PRIVATE')],
    ['a public key', PKCS8.replaceAll('PRIVATE', 'PUBLIC')],
    ['an encrypted key', PKCS8.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE')],
    ['the wrong label', PKCS1.replaceAll('RSA ', '')],
    ['a key of another kind', ec.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['what is no base64', PKCS1.replace('MII', 'MI!')],
  ])('%s is none', (_, text) => {
    expect(parseAppKey(text)).toBeNull();
  });
});
