import type { RecordedRequest } from '../recorded-request.ts';
import { Refusal } from '../server/refusal.ts';

/** The headers that let a request in; each kind of credential has its own. */
export interface Credentials {
  readonly authorization?: string;
  readonly keyPair?: string;
}

const defaultToken = 'bycloud-test-token';
const defaultKeyPair = 'AKTEST:secret-test';

/** With a key of its own an emulator takes that one only; a colon makes it a key pair. */
export function credentialsOf(apiKey: string | undefined): Credentials {
  if (apiKey === undefined)
    return { authorization: `Bearer ${defaultToken}`, keyPair: defaultKeyPair };
  return apiKey.includes(':') ? { keyPair: apiKey } : { authorization: `Bearer ${apiKey}` };
}

/** Both headers at once are refused: a client that sends both does not know what it holds. */
export function checkCredential(credentials: Credentials, { headers }: RecordedRequest): void {
  const { authorization, 'x-api-key': keyPair } = headers;
  const given = [authorization, keyPair].filter((value) => value !== undefined);
  const valid =
    authorization === undefined
      ? keyPair === credentials.keyPair
      : authorization === credentials.authorization;
  if (given.length !== 1 || !valid)
    throw new Refusal(401, 'Authentication required or token invalid');
}
