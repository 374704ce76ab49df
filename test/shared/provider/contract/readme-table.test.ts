import { expect, test } from 'vitest';
import type { Capabilities } from '../../../../shared/domain/capability.ts';
import { PROVIDER_NAMES, PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { docs, section, tableRows } from '../../../readme/read-readme.ts';

/** The table's rows that tell a capability, by how they begin. */
const ROWS: Readonly<Record<keyof Capabilities, string>> = {
  dueTimes: '`max-age: auto`',
  sizes: '`min-size`',
  ensureCron: '`schedule` with a cron',
  enableSchedule: '`schedule: enabled`',
  suspendSchedule: '`schedule: suspended`',
  deleteSchedule: '`schedule: absent`',
  requestBackup: '`backup: always`',
  wait: '`in-progress: wait`',
  wholeOrganisation: '`service: all`',
  wholeWorkspace: '`service: 12/all`',
};

/** The table of docs/providers.md, row by row, the row's name first. */
const table = tableRows(section('What each provider can do', docs('providers')));

test('the table names every provider, and no other', () => {
  const names = table.find(([name]) => name === '`provider`')?.slice(1) ?? [];
  expect(names.toSorted()).toEqual(PROVIDER_NAMES.map((name) => `\`${name}\``).toSorted());
  const titles = table[0]?.slice(1);
  expect(titles).toEqual(
    names.map((cell) => PROVIDER_NAMES.find((name) => cell === `\`${name}\``)).map(titleOf),
  );
});

function titleOf(name: (typeof PROVIDER_NAMES)[number] | undefined): string {
  return name === undefined ? '' : PROVIDERS[name].title;
}

test.each(PROVIDER_NAMES)('the table is true of %s', (provider) => {
  const names = table.find(([name]) => name === '`provider`') ?? [];
  const column = names.indexOf(`\`${provider}\``);
  const { capabilities } = PROVIDERS[provider];
  const told = Object.entries(ROWS).map(([capability, beginning]) => {
    const row = table.find(([name]) => name?.startsWith(beginning));
    return [capability, row?.[column]?.match(/^(?:yes|no)\b/)?.[0]];
  });
  const actual = Object.entries(capabilities).map(([name, can]) => [name, can ? 'yes' : 'no']);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(actual));
});
