import type { HttpClient } from '../../http/http-client.ts';
import type { ProviderDefinition } from '../define-provider.ts';
import { bycloud } from './index.ts';
import { readOrganisation } from './read-organisation.ts';

export const completeBycloud = {
  ...bycloud,
  organisation: (http) => ({ read: () => readOrganisation(http) }),
} satisfies ProviderDefinition<HttpClient>;
