import type { Entrance } from '../entrance.ts';
import { registerWebhook } from './route.ts';

export const webhook: Entrance = {
  name: 'webhook',
  secretsOf: (secrets) => secrets.webhook,
  register: registerWebhook,
};
