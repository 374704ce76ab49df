import { readdir, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROVIDERS } from '../../shared/provider/create-provider.ts';

const GITHUB = new URL('../../.github/', import.meta.url);
const FORMS = new URL('ISSUE_TEMPLATE/', GITHUB);

async function readYaml(path: string | URL): Promise<unknown> {
  return parse(await readFile(new URL(path, GITHUB), 'utf8'));
}

const Text = v.pipe(v.string(), v.nonEmpty());
const required = v.optional(v.strictObject({ required: v.boolean() }));
const id = v.pipe(v.string(), v.regex(/^[\w-]+$/));
const shown = { label: Text, description: v.optional(Text) };
const typed = { ...shown, placeholder: v.optional(Text), value: v.optional(Text) };
const Options = v.pipe(
  v.array(Text),
  v.minLength(1),
  v.checkItems((item, index, all) => all.indexOf(item) === index),
);

/** What GitHub takes in the body of a form; a form with anything else is not shown at all. */
const Field = v.variant('type', [
  v.strictObject({ type: v.literal('markdown'), attributes: v.strictObject({ value: Text }) }),
  v.strictObject({
    type: v.literal('input'),
    id,
    attributes: v.strictObject(typed),
    validations: required,
  }),
  v.strictObject({
    type: v.literal('textarea'),
    id,
    attributes: v.strictObject({ ...typed, render: v.optional(Text) }),
    validations: required,
  }),
  v.strictObject({
    type: v.literal('dropdown'),
    id,
    attributes: v.strictObject({ ...shown, multiple: v.optional(v.boolean()), options: Options }),
    validations: required,
  }),
  v.strictObject({
    type: v.literal('checkboxes'),
    id,
    attributes: v.strictObject({
      ...shown,
      options: v.array(v.strictObject({ label: Text, required: v.optional(v.boolean()) })),
    }),
  }),
]);

const Form = v.strictObject({
  name: Text,
  description: Text,
  labels: v.array(Text),
  body: v.pipe(v.array(Field), v.minLength(1)),
});

const forms = (await readdir(FORMS)).filter((file) => file !== 'config.yml');

describe('an issue form', () => {
  test.each(forms)('is one that GitHub shows: %s', async (file) => {
    const { body } = v.parse(Form, await readYaml(new URL(file, FORMS)));
    const fields = body.filter((field) => field.type !== 'markdown');
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields.map((field) => field.id)).size).toBe(fields.length);
    expect(new Set(fields.map(({ attributes }) => attributes.label)).size).toBe(fields.length);
  });

  test('is there for a bug and for a wish', () => {
    expect(forms.toSorted()).toEqual(['bug.yml', 'feature.yml']);
  });

  test('asks of a bug first whether the gate was wrong, and for the version', async () => {
    const { body } = v.parse(Form, await readYaml(new URL('bug.yml', FORMS)));
    const kind = body.find((field) => field.type === 'dropdown');
    expect(kind?.attributes.options.slice(0, 2)).toEqual([
      'It passed a bad backup',
      'It blocked a good backup',
    ]);
    const needed = body.filter((field) => 'validations' in field && field.validations?.required);
    expect(needed.map((field) => 'id' in field && field.id)).toEqual([
      'kind',
      'truth',
      'provider',
      'version',
      'step',
    ]);
  });

  test('of a bug names every provider', async () => {
    const { body } = v.parse(Form, await readYaml(new URL('bug.yml', FORMS)));
    const options = body.flatMap((field) =>
      field.type === 'dropdown' ? field.attributes.options : [],
    );
    expect(options).toEqual(
      expect.arrayContaining(Object.values(PROVIDERS).map(({ title }) => title)),
    );
  });

  test('of a bug is not sent before its secrets were looked for', async () => {
    const { body } = v.parse(Form, await readYaml(new URL('bug.yml', FORMS)));
    const boxes = body.flatMap((field) =>
      field.type === 'checkboxes' ? field.attributes.options : [],
    );
    expect(boxes).toEqual([{ label: expect.stringContaining('no key, token'), required: true }]);
  });
});

test('who has found a vulnerability is sent to SECURITY.md, and nobody to an empty issue', async () => {
  const Link = v.strictObject({
    name: Text,
    url: v.pipe(Text, v.startsWith('https://')),
    about: Text,
  });
  const Config = v.strictObject({
    blank_issues_enabled: v.literal(false),
    contact_links: v.array(Link),
  });
  const config = v.parse(Config, await readYaml(new URL('config.yml', FORMS)));
  expect(config.contact_links).toEqual([
    expect.objectContaining({
      url: expect.stringMatching(/\/security\/policy$/),
      about: expect.stringContaining('SECURITY.md'),
    }),
  ]);
});

test('Dependabot looks after the packages and the pinned actions, weekly', async () => {
  const Update = v.looseObject({
    'package-ecosystem': v.string(),
    directory: v.literal('/'),
    schedule: v.strictObject({ interval: v.literal('weekly') }),
    groups: v.record(v.string(), v.looseObject({})),
  });
  const Config = v.strictObject({ version: v.literal(2), updates: v.array(Update) });
  const { updates } = v.parse(Config, await readYaml('dependabot.yml'));
  const ecosystems = updates.map((update) => update['package-ecosystem']);
  expect(ecosystems.toSorted()).toEqual(['github-actions', 'npm']);
});

test('a pull request is asked how it was tested, for the bundle and for the changelog', async () => {
  const template = await readFile(new URL('pull_request_template.md', GITHUB), 'utf8');
  for (const words of ['How it was tested', '.ci/run', 'npm run build', 'CHANGELOG.md'])
    expect(template).toContain(words);
});
