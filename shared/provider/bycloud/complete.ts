import { defineProvider } from '../define-provider.ts';
import { bycloud } from './index.ts';

export const completeBycloud = defineProvider({
  ...bycloud,
  organisation: (http) => ({
    read: async () => (await import('../organisations.ts')).readBycloud(http),
  }),
});
