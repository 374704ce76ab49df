import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../config/index.ts';

/**
 * The configuration's schema as editors read it. What depends on more than one key, or on secrets,
 * is beyond a JSON schema; `npm run deploy` and the Worker check that.
 */
export function writeJsonSchema(): string {
  const context = { env: {}, secrets: 'unknown', services: new Map() } as const;
  const schema = toJsonSchema(configSchema(context), {
    target: 'draft-07',
    errorMode: 'ignore',
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
