import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import type { OidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import { openVerifier } from './open-verifier.ts';
import type { Verifier } from './open-verifier.ts';

let issuer: OidcIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await startOidcIssuer();
  verifier = openVerifier(issuer);
});
afterAll(() => issuer.close());

test("a job's token says who asks", async () => {
  expect(await verifier.verifyClaims({ environment: 'production', jti: 'one' })).toEqual({
    ok: true,
    value: {
      repository: 'acme/shop',
      repositoryId: '123456',
      repositoryOwnerId: '7890',
      environment: 'production',
      ref: 'refs/heads/main',
      eventName: 'push',
      jobWorkflowRef: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
      runId: '9876543210',
      runAttempt: '1',
      actor: 'octocat',
      jti: 'one',
      expiresAt: issuer.clock.now() + 300_000,
    },
  });
});
