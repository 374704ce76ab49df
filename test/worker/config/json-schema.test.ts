import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SETTING_NAMES, SETTINGS } from '../../../shared/domain/settings.ts';
import { CHANNELS } from '../../../worker/notify/registry.ts';
import { writeJsonSchema } from '../../../worker/deploy/json-schema.ts';

const file = (name: string) =>
  readFile(new URL(`../../../worker/${name}`, import.meta.url), 'utf8');

test('the JSON schema beside the configuration is the one that the Worker reads by', async () => {
  expect(await file('config.schema.json'), 'run npm run schema').toBe(writeJsonSchema());
});

test('the configuration names the schema, so that editors use it', async () => {
  expect(JSON.parse(await file('config.json'))).toMatchObject({ $schema: './config.schema.json' });
});

test.each(SETTING_NAMES)('the JSON schema shows what %s means and its default', (name) => {
  const { meaning, default: value } = SETTINGS[name];
  const policy: unknown = expect.objectContaining({
    properties: expect.objectContaining({
      [camelCase(name)]: expect.objectContaining({ description: meaning, default: value }),
    }),
  });
  expect(sectionsNamed('policy', JSON.parse(writeJsonSchema()))).toEqual([policy]);
});

test.each(['in-progress', 'on-unknown'] as const)(
  'the JSON schema shows the words of %s',
  (name) => {
    const [section] = sectionsNamed(camelCase(name), JSON.parse(writeJsonSchema()));
    expect(section).toMatchObject({ enum: SETTINGS[name].words });
  },
);

test('every reference in the JSON schema leads somewhere in it', () => {
  const schema: unknown = JSON.parse(writeJsonSchema());
  const references = sectionsNamed('$ref', schema).map(String);
  const isThere = (reference: string) =>
    reference
      .split('/')
      .slice(1)
      .reduce((inner: unknown, key) => Object(inner)[key], schema) !== undefined;
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((reference) => !isThere(reference))).toEqual([]);
});

test('the JSON schema shows every channel', () => {
  const text = writeJsonSchema();
  for (const { kind } of CHANNELS) expect(text).toContain(`"${kind}"`);
});

const camelCase = (name: string) =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What stands under a key, wherever in a JSON text that is. */
function sectionsNamed(key: string, value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === key ? [inner] : sectionsNamed(key, inner),
  );
}
