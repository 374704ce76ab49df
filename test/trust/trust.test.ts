import { describe, expect, test } from 'vitest';
import { docs } from '../readme/read-readme.ts';
import { EACH, isSafeBlocked, isUnsafePassed, judgeWorld, summarise } from './world.ts';

const tallies = judgeWorld();

describe('in a world whose truth the evidence does not carry', () => {
  test('no safe service is blocked', () => {
    expect(tallies.filter(isSafeBlocked)).toEqual([]);
  });

  test('no unsafe service passes without a word', () => {
    expect(tallies.filter(isUnsafePassed)).toEqual([]);
  });

  test('docs/findings.md quotes how often the gate and a fixed age are wrong', () => {
    const quoted = docs('findings');
    expect(quoted).toContain(`${tallies.length * EACH} services`);
    for (const line of summarise(tallies)) expect(quoted).toContain(line);
  });
});
