import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { PROVIDER_NAMES, PROVIDERS } from '../../shared/provider/create-provider.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { runStep } from './step.ts';

const text = await readFile(new URL('../../action.yml', import.meta.url), 'utf8');

/** The outputs that users rely on. */
const OUTPUTS = [
  'verdict',
  'gate',
  'reasons',
  'backup-id',
  'backup-status',
  'recovery-point',
  'age-seconds',
  'schedule-id',
  'schedule-change',
  'result',
];

/** The lines below a key, one level of indentation taken off. */
function below(lines: readonly string[], key: string): readonly string[] {
  const start = lines.indexOf(`${key}:`) + 1;
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => /^\S/.test(line));
  const own = end === -1 ? rest : rest.slice(0, end);
  return start === 0 ? [] : own.map((line) => line.replace(/^ {2}/, ''));
}

const keysOf = (lines: readonly string[]) =>
  lines.flatMap((line) => /^(?<key>[\w-]+):$/.exec(line)?.groups?.['key'] ?? []);

/** `name: value` on one line, the value perhaps in single quotes. */
function valueOf(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${name}: `));
  return line?.slice(name.length + 2).replace(/^'(.*)'$/, '$1');
}

const all = text.split('\n');
const inputs = below(all, 'inputs');
const outputs = below(all, 'outputs');

describe('action.yml', () => {
  test('is described in as many characters as the Marketplace takes, with every provider', () => {
    const description = valueOf(all, 'description') ?? '';
    expect(description.length).toBeLessThanOrEqual(124);
    for (const name of PROVIDER_NAMES) expect(description).toContain(PROVIDERS[name].title);
  });

  test('declares exactly the inputs that the code reads, with the same defaults', () => {
    const declared = keysOf(inputs).map((name) => [
      name,
      valueOf(below(inputs, name), 'default') ?? '',
    ]);
    expect(Object.fromEntries(declared)).toEqual(INPUT_DEFAULTS);
  });

  test('requires the service, and nothing else: the key may be with a Worker', () => {
    const required = keysOf(inputs).filter(
      (name) => valueOf(below(inputs, name), 'required') === 'true',
    );
    expect(required).toEqual(['service']);
  });

  test('declares exactly the outputs that users rely on', () => {
    expect(keysOf(outputs)).toEqual(OUTPUTS);
  });

  test('describes every input and output', () => {
    const undescribed = [inputs, outputs].flatMap((section) =>
      keysOf(section).filter((name) => !valueOf(below(section, name), 'description')),
    );
    expect(undescribed).toEqual([]);
  });

  test('runs the bundle on Node.js 24', () => {
    const runs = below(all, 'runs');
    expect(valueOf(runs, 'using')).toBe('node24');
    expect(valueOf(runs, 'main')).toBe('action/dist/index.js');
  });
});

test('a step sets exactly the outputs that action.yml declares', async () => {
  const emulator = await startMariadbCloud();
  try {
    const step = await runStep(emulator);
    expect(Object.keys(step.outputs).toSorted()).toEqual(keysOf(outputs).toSorted());
  } finally {
    await emulator.close();
  }
});
