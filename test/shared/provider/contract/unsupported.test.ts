import { describe, expect, test } from 'vitest';
import type { ProviderName } from '../../../../shared/provider/create-provider.ts';
import type { RecordedRequest } from '../../../emulator/recorded-request.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { BENCHES } from './benches.ts';
import { type GivenInputs, runStep } from './recorded-step.ts';
import { seedNights } from './seeds.ts';

holdRetryDelays();

interface Wish {
  readonly given: GivenInputs;
  /** Who has no call for it, as their documents say. */
  readonly cannot: readonly ProviderName[];
  /** What can be done instead. */
  readonly remedy: RegExp;
}

const WISHES: readonly Wish[] = [
  {
    given: { schedule: '0 2 * * *' },
    cannot: ['bycloud', 'skyvia'],
    remedy: /Set the times in \w+'s portal/,
  },
  { given: { schedule: 'enabled' }, cannot: ['bycloud'], remedy: /Leave [`"]schedule[`"] empty/ },
  {
    given: { schedule: 'suspended' },
    cannot: ['bycloud'],
    remedy: /Suspend it in ByCloud's portal/,
  },
  {
    given: { schedule: 'absent', 'schedule-id': '9' },
    cannot: ['bycloud', 'skyvia'],
    remedy: /Delete it in \w+'s portal/,
  },
  { given: { backup: 'always' }, cannot: ['bycloud'], remedy: /Set [`"]backup: never[`"]/ },
  { given: { backup: 'if-needed' }, cannot: ['bycloud'], remedy: /Set [`"]backup: never[`"]/ },
  {
    given: { 'min-size': '1MB' },
    cannot: ['bycloud', 'skyvia'],
    remedy: /Leave `?min-size`? empty/,
  },
  {
    given: { 'max-size-drop': 'block:50%' },
    cannot: ['bycloud', 'skyvia'],
    remedy: /Leave out `?max-size-drop/,
  },
  { given: { 'max-size-drop': '80%' }, cannot: [], remedy: /never/ },
  { given: { 'in-progress': 'wait' }, cannot: [], remedy: /never/ },
  { given: { service: 'all' }, cannot: ['skyvia'], remedy: /List the services/ },
];

/** A healthy service, so that nothing else is found. */
async function wish(bench: Bench, given: GivenInputs) {
  const stage = await bench.start();
  seedNights(stage, 1);
  return { requests: stage.requests, step: await runStep(bench, stage, given) };
}

describe.each(BENCHES)('at $name', (bench) => {
  const refused = WISHES.filter(({ cannot }) => cannot.includes(bench.name));
  const granted = WISHES.filter(({ cannot }) => !cannot.includes(bench.name));

  if (refused.length > 0) {
    test.each(refused)('$given is refused before anything is asked', async ({ given, remedy }) => {
      const { requests, step } = await wish(bench, given);
      expect(requests).toEqual<RecordedRequest[]>([]);
      const { outputs, failures, summary } = step;
      expect(outputs).toMatchObject({
        verdict: 'block',
        gate: 'closed',
        reasons: 'unsupported',
      });
      const [input = ''] = Object.keys(given);
      for (const text of [failures.join('\n'), summary]) {
        expect(text).toContain(input);
        expect(text).toMatch(remedy);
      }
      expect(failures).toHaveLength(1);
    });

    test('all that cannot be had is said at once, even where the gate only warns', async () => {
      // With an id, only one service may be named.
      const combined = refused.filter((each) => !('schedule-id' in each.given));
      const wishes = combined.flatMap((each) => Object.entries(each.given));
      const given = { ...Object.fromEntries(wishes), gate: 'warn' };
      const { requests, step } = await wish(bench, given);
      expect(requests).toEqual<RecordedRequest[]>([]);
      const inputs = new Set(Object.keys(given).filter((name) => name !== 'gate'));
      const said = step.lines.filter((line) => /block: .*\[unsupported\]$/.test(line));
      expect(said).toHaveLength(inputs.size);
    });
  }

  test.each(granted)('$given is granted', async ({ given }) => {
    const { requests, step } = await wish(bench, given);
    expect(requests).not.toHaveLength(0);
    expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
  });
});
