import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyGithub } from '../../../../worker/entrances/github/verify.ts';
import { GITHUB_EXAMPLE } from '../../../vectors/signatures.ts';
import { GITHUB_SECRET, openApp, SECRETS } from '../../open-app.ts';
import { altered, githubPost, without } from '../../signed-requests.ts';
import { byteChanges, characterChanges } from '../forgeries.ts';
import { deployment } from './payloads.ts';

const SIGNATURE = 'x-hub-signature-256';
const payload = JSON.stringify(deployment());
const good = githubPost('deployment', payload);
const rightSignature = good[1].headers[SIGNATURE] ?? '';

describe("GitHub's own example", () => {
  const { secret, signature } = GITHUB_EXAMPLE;
  const body = new TextEncoder().encode(GITHUB_EXAMPLE.body);

  test('is taken', async () => {
    expect(await verifyGithub({ signature, body }, [secret])).toMatchObject({ ok: true });
    expect(await verifyGithub({ signature, body }, ['another', secret])).toMatchObject({
      ok: true,
    });
  });

  test('with any byte of it changed is refused', async () => {
    await fc.assert(
      fc.asyncProperty(byteChanges(GITHUB_EXAMPLE.body), async (changed) => {
        const forged = { signature, body: changed };
        expect(await verifyGithub(forged, [secret])).toMatchObject({ ok: false });
      }),
    );
  });
});

describe('a delivery', () => {
  test('with any byte of its body changed is refused', async () => {
    const { app, accepted } = openApp();
    await fc.assert(
      fc.asyncProperty(byteChanges(payload), async (changed) => {
        expect((await app.request(...altered(good, { body: changed }))).status).toBe(401);
      }),
    );
    expect(accepted).toEqual([]);
  });

  test('with any character of its signature changed is refused', async () => {
    const { app } = openApp();
    await fc.assert(
      fc.asyncProperty(characterChanges(rightSignature), async (changed) => {
        const post = altered(good, { headers: { [SIGNATURE]: changed } });
        expect((await app.request(...post)).status).toBe(401);
      }),
    );
  });

  test.each([
    ['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf)],
    ['a byte that is not UTF-8', Uint8Array.of(0xff)],
  ])('with %s before its body is refused', async (_, prefix) => {
    const body = Uint8Array.from([...prefix, ...new TextEncoder().encode(payload)]);
    expect((await openApp().app.request(...altered(good, { body }))).status).toBe(401);
  });

  test('while the secret is rotated is taken by both, and by no third one', async () => {
    const secrets = { ...SECRETS, GITHUB_WEBHOOK_SECRET: 'the-old-one the-new-one' };
    const { app } = openApp({ secrets });
    const statusOf = async (secret: string) =>
      (await app.request(...githubPost('deployment', payload, { secret }))).status;
    expect(await statusOf('the-old-one')).toBe(202);
    expect(await statusOf('the-new-one')).toBe(202);
    expect(await statusOf(GITHUB_SECRET)).toBe(401);
  });
});

describe('a refusal', () => {
  const cases: [string, typeof good, string][] = [
    ['no signature', without(SIGNATURE, good), 'the signature is not of the form sha256=…'],
    [
      'a SHA-1 signature',
      altered(good, { headers: { [SIGNATURE]: `sha1=${'0'.repeat(40)}` } }),
      'the signature is not of the form sha256=…',
    ],
    [
      "another's signature",
      altered(good, { headers: { [SIGNATURE]: `sha256=${'0'.repeat(64)}` } }),
      'the signature matches no known secret',
    ],
    ['an empty body', altered(good, { body: '' }), 'the body is empty'],
    ['no event', without('x-github-event', good), 'the event or the delivery id is missing'],
    [
      'no delivery id',
      without('x-github-delivery', good),
      'the event or the delivery id is missing',
    ],
    [
      'a delivery id that is none',
      altered(good, { headers: { 'x-github-delivery': 'a b' } }),
      'the event or the delivery id is missing',
    ],
  ];

  test.each(cases)(
    'of %s says the same as any other; the log says why',
    async (_, post, reason) => {
      const { app, accepted, logged } = openApp();
      const answer = await app.request(...post);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        error: {
          code: 'unauthorized',
          message: 'The signature, its time or its headers are invalid.',
        },
      });
      expect(logged).toEqual([{ event: 'refused', entrance: 'github', reason }]);
      expect(accepted).toEqual([]);
    },
  );
});
