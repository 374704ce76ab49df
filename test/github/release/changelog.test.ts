import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import project from '../../../package.json' with { type: 'json' };
import { cutNotes, readSections } from '../../../.github/release/changelog.ts';

const CHANGELOG = `# Changelog

What changes.

## Unreleased

- Something to come

## 1.10.0 - 2026-03-01

### Added

- Ten

\`\`\`sh
## 1.1.1 - 2026-01-01
\`\`\`

- After the code

## 1.1.0 - 2026-02-01

- One

## 1.0.0

- Without a date

## 0.9.0 - 2025-12-01

## 0.1.0 - 2025-11-01

- The first one
`;

describe('the notes of a version', () => {
  test('are all that stands below its heading, up to the next one', () => {
    expect(cutNotes(CHANGELOG, '1.1.0')).toEqual({ ok: true, value: '- One' });
  });

  test('of the newest version go on after a heading in a code block', () => {
    expect(cutNotes(CHANGELOG, '1.10.0')).toEqual({
      ok: true,
      value: '### Added\n\n- Ten\n\n```sh\n## 1.1.1 - 2026-01-01\n```\n\n- After the code',
    });
  });

  test('of the oldest version go to the end of the file', () => {
    expect(cutNotes(CHANGELOG, '0.1.0')).toEqual({ ok: true, value: '- The first one' });
  });

  test('do not depend on how lines end', () => {
    const windows = CHANGELOG.replaceAll('\n', '\r\n');
    expect(cutNotes(windows, '1.10.0')).toEqual(cutNotes(CHANGELOG, '1.10.0'));
  });

  test.each(['1.1', '1.1.1', '1.1.00', '11.1.0', '1.10', '1.10.0 - 2026-03-01', '', '1x1.0'])(
    'are not those of a version that only looks like it: %s',
    (version) => {
      expect(cutNotes(CHANGELOG, version)).toMatchObject({ ok: false });
    },
  );

  test('that are missing are asked for by the heading, and the sections that exist are named', () => {
    expect(cutNotes(CHANGELOG, '2.0.0')).toEqual({
      ok: false,
      problem:
        'CHANGELOG.md has no section for 2.0.0. Its sections are: "Unreleased", "1.10.0 - 2026-03-01", "1.1.0 - 2026-02-01", "1.0.0", "0.9.0 - 2025-12-01", "0.1.0 - 2025-11-01". Add "## 2.0.0 - YYYY-MM-DD".',
    });
    expect(cutNotes('', '2.0.0')).toMatchObject({ ok: false });
  });

  test('need a date', () => {
    expect(cutNotes(CHANGELOG, '1.0.0')).toEqual({
      ok: false,
      problem: 'CHANGELOG.md has "## 1.0.0" without a date. Write "## 1.0.0 - YYYY-MM-DD".',
    });
  });

  test('need a text', () => {
    expect(cutNotes(CHANGELOG, '0.9.0')).toEqual({
      ok: false,
      problem: 'CHANGELOG.md says nothing below "## 0.9.0 - 2025-12-01".',
    });
  });

  test('are found whichever versions surround them, prefixes of each other included', () => {
    const number = fc.constantFrom(0, 1, 2, 10, 11, 100);
    const version = fc.tuple(number, number, number).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 12 }), (versions) => {
        const parts = versions.map((each) => `## ${each} - 2026-01-01\n\n- What ${each} brought\n`);
        const changelog = ['# Changelog\n', ...parts].join('\n');
        for (const each of versions)
          expect(cutNotes(changelog, each)).toEqual({ ok: true, value: `- What ${each} brought` });
      }),
    );
  });
});

describe("the project's own changelog", async () => {
  const changelog = await readFile(new URL('../../../CHANGELOG.md', import.meta.url), 'utf8');
  const [first, ...released] = readSections(changelog);
  const versions = released.map(({ heading }) => heading.split(' ')[0] ?? '');

  test('begins with what is not released yet', () => {
    expect(first?.heading).toBe('Unreleased');
  });

  test('has the newest version first, which is that of package.json', () => {
    expect(versions[0]).toBe(project.version);
    const newestFirst = versions.toSorted((one, other) =>
      other.localeCompare(one, 'en', { numeric: true }),
    );
    expect(versions).toEqual(newestFirst);
  });

  test('has notes for every version', () => {
    for (const version of versions)
      expect(cutNotes(changelog, version)).toMatchObject({ ok: true });
  });
});
