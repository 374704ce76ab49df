import { describe, expect, test } from 'vitest';
import { PAGES } from './read-readme.ts';

/**
 * Names that a reader fills in. Without the brackets a snippet that is pasted as it stands would run
 * a stranger's code, or send a secret to a stranger's Worker.
 */
const PLACEHOLDERS = ['OWNER', 'SUBDOMAIN', 'ORGANISATION', 'RUN'];

describe.each([...PAGES])('%s', (_, text) => {
  test.each(PLACEHOLDERS)('leaves %s open only in angle brackets', (name) => {
    const lines = text
      .split('\n')
      .filter((line) => line.replaceAll(`<${name}>`, '').match(new RegExp(`\\b${name}\\b`)));
    expect(lines).toEqual([]);
  });

  test('names no account as the one that hosts the Action', () => {
    const hosts = [...text.matchAll(/([^\s/'"]+)\/backup-gate(?:@|\.git)/g)].map(
      ([, host]) => host,
    );
    expect([...new Set(hosts)].filter((host) => host !== '<OWNER>')).toEqual([]);
  });
});
