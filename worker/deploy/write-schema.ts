import { writeFile } from 'node:fs/promises';
import { writeJsonSchema } from './json-schema.ts';

await writeFile(new URL('../config.schema.json', import.meta.url), writeJsonSchema());
