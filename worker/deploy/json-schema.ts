import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../config/index.ts';

/**
 * The JSON Schema of the configuration, for editors. It cannot express what depends on several keys
 * or on secrets; `npm run deploy` and the Worker check that.
 */
export function writeJsonSchema(): string {
  const context = { env: {}, secrets: 'unknown', services: new Map(), isWatched: true } as const;
  const schema = toJsonSchema(configSchema(context), {
    target: 'draft-07',
    errorMode: 'ignore',
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
