import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RESULT_BYTES, type ResultJson, stringifyResult } from '../../action/result-size.ts';

interface Read {
  readonly truncated?: boolean;
  readonly omitted?: number;
  readonly services: readonly {
    readonly service: string;
    readonly verdict: string;
    readonly findings: readonly { readonly code: string; readonly message?: string }[];
  }[];
}

function service(name: string, verdict: string, message = 'm'.repeat(300)) {
  const finding = { code: 'latest-backup-failed', severity: verdict, message };
  return { service: name, verdict, findings: verdict === 'pass' ? [] : [finding] };
}

function write(services: ResultJson['services']): Read {
  const text = stringifyResult({ version: 1, verdict: 'block', gate: 'closed', services });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_RESULT_BYTES);
  return JSON.parse(text);
}

const many = (count: number, verdict: string, message?: string) =>
  Array.from({ length: count }, (_, index) => service(`${verdict}-${index}`, verdict, message));

describe('a result that is too long', () => {
  test('is whole as long as it fits, to the last byte', () => {
    const bytes = (length: number) =>
      Buffer.byteLength(JSON.stringify({ services: [service('s', 'block', 'm'.repeat(length))] }));
    const room = MAX_RESULT_BYTES - bytes(0);
    const writeOne = (length: number) =>
      stringifyResult({ services: [service('s', 'block', 'm'.repeat(length))] });
    expect(Buffer.byteLength(writeOne(room))).toBe(MAX_RESULT_BYTES);
    expect(writeOne(room)).not.toContain('truncated');
    expect(writeOne(room + 1)).toContain('"truncated":true');
  });

  test('loses its messages first, and keeps every service', () => {
    const read = write(many(400, 'block'));
    expect(read).toMatchObject({ truncated: true, omitted: 0 });
    expect(read.services).toHaveLength(400);
    expect(read.services[0]?.findings).toEqual([
      { code: 'latest-backup-failed', severity: 'block' },
    ]);
  });

  test('then the services that pass, which are counted', () => {
    const read = write([...many(2000, 'pass'), ...many(100, 'warn'), ...many(100, 'block')]);
    expect(read).toMatchObject({ truncated: true, omitted: 2000 });
    expect(read.services).toHaveLength(200);
  });

  test('then the ends of long texts', () => {
    const named = Array.from({ length: 700 }, (_, index) =>
      service(`${index} ${'n'.repeat(180)}`, 'block'),
    );
    const read = write(named);
    expect(read).toMatchObject({ omitted: 0 });
    expect(read.services.at(-1)?.service).toMatch(/^699 n+…$/);
  });

  test('and last, services are only counted, as few of them as needed', () => {
    const read = write(many(5000, 'block'));
    expect(read.services.length + (read.omitted ?? 0)).toBe(5000);
    expect(read.services.length).toBeGreaterThan(900);
  });

  test('has no service at all where not even one fits', () => {
    const ids = Array.from({ length: 50_000 }, String);
    const huge = { verdict: 'block', findings: [{ code: 'schedule-ambiguous', scheduleIds: ids }] };
    expect(write([huge])).toMatchObject({ services: [], truncated: true, omitted: 1 });
  });

  test('fits, and is JSON, whatever is in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    const services = fc.array(
      fc.record({
        service: text,
        verdict: fc.constantFrom('pass', 'warn', 'block'),
        findings: fc.array(fc.record({ message: text, detail: text }), { maxLength: 3 }),
      }),
      { minLength: 50, maxLength: 600, size: 'max' },
    );
    fc.assert(
      fc.property(services, (given) => void write(given)),
      { numRuns: 20 },
    );
  });
});
