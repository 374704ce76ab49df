import { createHttpClient } from '../../http/http-client.ts';
import { decode } from '../decode.ts';
import type { ProviderOptions } from '../provider.ts';
import { WireBackupAnswer, WireBackupPage } from './wire.ts';

const PATH = ['v1', 'database-backups'];
const LIMIT = 100;

/** The two endpoints for database backups that ByCloud documents. Rejects with `HttpError`. */
export function createBycloudClient({ baseUrl, apiKey, clock }: ProviderOptions) {
  const http = createHttpClient({
    baseUrl,
    headers: authorize(apiKey),
    secrets: secretsOf(apiKey),
    clock,
  });
  return {
    /** The page after `marker`, the first one without. `links` point elsewhere, so nobody follows them. */
    listBackups: async (instance: string, marker: string | undefined) => {
      const query = { instance_id: instance, limit: LIMIT, marker };
      return decode(WireBackupPage, await http({ method: 'GET', path: PATH, query }));
    },
    getBackup: async (id: string) => {
      const answer = await http({ method: 'GET', path: [...PATH, id] });
      return decode(WireBackupAnswer, answer).database_backup;
    },
  };
}

export type BycloudClient = ReturnType<typeof createBycloudClient>;

/** The whole, and the secret behind the id, which may appear alone. */
function secretsOf(apiKey: string): readonly string[] {
  return [apiKey, apiKey.slice(apiKey.indexOf(':') + 1)];
}

/** A service account's key is `ID:SECRET`; everything else is an access token. */
function authorize(apiKey: string): Record<string, string> {
  return apiKey.includes(':') ? { 'X-Api-Key': apiKey } : { Authorization: `Bearer ${apiKey}` };
}
