import type { Entrance } from '../entrance.ts';
import { registerWebhook } from './route.ts';

export const webhook: Entrance = {
  name: 'webhook',
  isOpen: ({ secrets }) => secrets.webhook.length > 0,
  register: registerWebhook,
};
