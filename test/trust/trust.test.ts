import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { EACH, isSafeBlocked, isUnsafePassed, judgeWorld, summarise } from './world.ts';

const tallies = judgeWorld();

describe('in a world whose truth the evidence does not carry', () => {
  test('no safe service is blocked', () => {
    expect(tallies.filter(isSafeBlocked)).toEqual([]);
  });

  test('no unsafe service passes without a word', () => {
    expect(tallies.filter(isUnsafePassed)).toEqual([]);
  });

  test('the README quotes how often the gate and a fixed age are wrong', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`${tallies.length * EACH} services`);
    for (const line of summarise(tallies)) expect(readme).toContain(line);
  });
});
