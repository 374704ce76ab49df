import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { writeInvalidSummary, writeSummary } from '../../../shared/report/markdown.ts';
import { ALL_FINDINGS, EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { backup, DAY, LAST_DUE, schedule } from '../domain/evidence-fixture.ts';
import { hostileText, remedyOf, serviceResult } from './service-result-fixture.ts';

function summaryOf(results: readonly ServiceResult[], gate: 'open' | 'closed' = 'open') {
  return writeSummary({
    heading: 'The heading',
    gate,
    results,
    notes: [],
    dryRun: false,
    remedyOf,
  });
}

const isRow = (line: string) => line.startsWith('| ');
/** The rows below the head; a bar that is escaped ends no cell. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter(isRow).slice(2);
  return rows.map((row) => row.slice(2, -2).split(/(?<!\\) ?\| ?/));
}

const week = Array.from({ length: 7 }, (_, day) =>
  backup({ startedAt: LAST_DUE - (6 - day) * DAY }),
);

describe('the table', () => {
  test('has a row for each service, in the given order', () => {
    const rows = rowsOf(
      summaryOf([serviceResult(), serviceResult({ service: 'other', verdict: 'warn' })]),
    );
    expect(rows).toEqual([
      [
        '`dbtgf28044362`',
        '✅ pass',
        '2026-01-15 02:00 UTC<br>10 hours ago',
        'in 14 hours<br>2026-01-16 02:00 UTC',
        '`0 2 * * *` UTC, `full`',
      ],
      ['`other`', '⚠️ warn', expect.any(String), expect.any(String), expect.any(String)],
    ]);
  });

  test('shows a dash for what is not there', () => {
    const bare = serviceResult({ verdict: 'block', latestUsable: null, schedules: [] });
    expect(rowsOf(summaryOf([bare]))).toEqual([['`dbtgf28044362`', '⛔ block', '—', '—', '—']]);
  });

  test('tells a suspended, a hidden and an ensured schedule from each other', () => {
    const cellOf = (over: Partial<ServiceResult>) =>
      rowsOf(summaryOf([serviceResult(over)]))[0]?.[4];
    const suspended = schedule({ suspended: true });
    expect(cellOf({ schedules: [suspended] })).toBe('`0 2 * * *` UTC, `full`, suspended');
    const hidden = schedule({ cron: null, type: null });
    expect(cellOf({ schedules: [hidden] })).toBe('times not revealed');
    const ensured = [{ id: '1', change: 'created', before: null, after: schedule() }] as const;
    expect(cellOf({ ensured })).toBe('`0 2 * * *` UTC, `full`, created');
  });

  test('keeps its five cells whatever a service or a schedule is called', () => {
    const odd = schedule({ type: 'full | dump' });
    const rows = rowsOf(summaryOf([serviceResult({ service: 'a|b', schedules: [odd] })]));
    expect(rows[0]?.[0]).toBe('`a\\|b`');
    expect(rows[0]?.[4]).toBe('`0 2 * * *` UTC, `full \\| dump`');
    fc.assert(
      fc.property(hostileText, hostileText, (service, type) => {
        const schedules = [schedule({ type })];
        const hostile = rowsOf(summaryOf([serviceResult({ service, schedules }), serviceResult()]));
        expect(hostile.map((cells) => cells.length)).toEqual([5, 5]);
      }),
    );
  });
});

describe('the sign of the heading', () => {
  test.each([
    ['closed', 'block', '⛔'],
    ['open', 'block', '⚠️'],
    ['open', 'warn', '⚠️'],
    ['open', 'pass', '✅'],
  ] as const)('with the gate %s and the verdict %s is %s', (gate, verdict, sign) => {
    const text = summaryOf([serviceResult(), serviceResult({ verdict })], gate);
    expect(text.split('\n')[0]).toBe(`## ${sign} The heading`);
  });
});

test('findings and the requested backup follow under the name of their service', () => {
  const findings = [EVERY_FINDING['latest-backup-failed'], EVERY_FINDING['no-schedule']];
  const request = { type: 'full', state: 'timed-out', backupId: 'b9' } as const;
  const text = summaryOf([
    serviceResult({ service: 'quiet' }),
    serviceResult({ findings, request }),
  ]);
  const details = text.slice(text.indexOf('### '));
  expect(details).toMatch(/^### `dbtgf28044362`\n\n- ⛔ \*\*latest-backup-failed\*\*: .+\n- ⚠️ /);
  expect(details).toContain('A one-time full backup had not ended in time: `b9`.');
  expect(text).not.toContain('### `quiet`');
});

test('a dry run says that nothing was written', () => {
  const results = [serviceResult()];
  const text = writeSummary({
    heading: 'x',
    gate: 'open',
    results,
    notes: [],
    dryRun: true,
    remedyOf,
  });
  expect(text).toContain('Dry run: nothing was written to the provider.');
  expect(summaryOf(results)).not.toContain('Dry run');
});

test('hostile text stays in its line and its code span', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const findings = [{ ...EVERY_FINDING['status-unrecognised'], statusText: text }];
      const markdown = summaryOf([serviceResult({ service: text, findings, history: week })]);
      const benign = summaryOf([
        serviceResult({
          service: 'x',
          findings: [EVERY_FINDING['status-unrecognised']],
          history: week,
        }),
      ]);
      expect(markdown.split('\n').length).toBe(benign.split('\n').length);
      expect(markdown.match(/^```/gm)).toEqual(benign.match(/^```/gm));
    }),
  );
});

describe('the size', () => {
  const MIB = 1024 * 1024;
  const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;
  const MORE = 'There is more than can be shown here';

  test('stays below 1 MiB with thousands of services, and says that there is more', () => {
    const services = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        serviceResult({
          service: `service-${i}`,
          verdict: 'block',
          findings: ALL_FINDINGS,
          history: week,
        }),
      );
    for (const count of [500, 5000]) {
      const text = summaryOf(services(count), 'closed');
      expect(bytesOf(text)).toBeLessThan(MIB);
      expect(text.trimEnd().endsWith('has it all.')).toBe(true);
      // Nothing is cut in its middle: every row is whole, and every fence is closed.
      expect(new Set(rowsOf(text).map((cells) => cells.length))).toEqual(new Set([5]));
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
    expect(summaryOf(services(20))).not.toContain(MORE);
  });

  test('counts bytes, not characters', () => {
    const services = Array.from({ length: 4000 }, () =>
      serviceResult({ service: '日'.repeat(150) }),
    );
    const text = summaryOf(services);
    expect(bytesOf(text)).toBeLessThan(MIB);
    expect(text).toContain(MORE);
  });
});

test('pictures are drawn for the first three services that have one', () => {
  const few = serviceResult({ history: week.slice(0, 4) });
  const text = summaryOf([
    few,
    ...Array.from({ length: 7 }, () => serviceResult({ history: week })),
  ]);
  expect(text.match(/title "Size/g)).toHaveLength(3);
});

test('inputs that cannot be used are told one by one', () => {
  const { 'invalid-input': first } = EVERY_FINDING;
  const text = writeInvalidSummary(
    [first, { ...first, input: 'gate', value: 'a`b\n# c' }],
    remedyOf,
  );
  expect(text).toMatch(/^## ⛔ Gate closed/);
  expect(text.match(/^- ⛔ \*\*invalid-input\*\*: .+$/gm)).toHaveLength(2);
  expect(text).toContain("`a'b # c`");
});
