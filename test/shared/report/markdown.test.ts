import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import type { WordedResult } from '../../../shared/report/worded.ts';
import { writeInvalidSummary, writeSummary } from '../../../shared/report/markdown.ts';
import { ALL_FINDINGS, EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { backup, DAY, LAST_DUE, schedule } from '../domain/evidence-fixture.ts';
import { hostileText, wordedResult } from './service-result-fixture.ts';

function summaryOf(results: readonly WordedResult[], gate: 'open' | 'closed' = 'open') {
  return writeSummary({
    heading: 'The heading',
    gate,
    results,
    notes: [],
    dryRun: false,
  });
}

const isRow = (line: string) => line.startsWith('| ');
/** The rows below the head; a bar that is escaped ends no cell. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter(isRow).slice(2);
  return rows.map((row) =>
    row
      .slice(2, -2)
      .replaceAll('\u00a0', ' ')
      .split(/(?<!\\) ?\| ?/),
  );
}

const week = Array.from({ length: 7 }, (_, day) =>
  backup({ startedAt: LAST_DUE - (6 - day) * DAY }),
);

describe('the table', () => {
  test('has a row for each service, the worst first', () => {
    const rows = rowsOf(
      summaryOf([
        wordedResult(),
        wordedResult({ service: 'other', verdict: 'warn' }),
        wordedResult({ service: 'dbtgf1', name: 'prod', verdict: 'block' }),
      ]),
    );
    expect(rows).toEqual([
      ['`prod`', '⛔ block', expect.any(String), expect.any(String), expect.any(String)],
      ['`other`', '⚠️ warn', expect.any(String), expect.any(String), expect.any(String)],
      [
        '`dbtgf28044362`',
        '✅ pass',
        '15 Jan 02:00 UTC, 10h ago',
        '16 Jan 02:00 UTC',
        '`0 2 * * *` UTC, `full`',
      ],
    ]);
  });

  test('folds those that pass beyond the fifth', () => {
    const blocked = wordedResult({ verdict: 'block', findings: [EVERY_FINDING['too-small']] });
    const passing = (count: number) =>
      Array.from({ length: count }, (_, i) => wordedResult({ service: `s${i}` }));
    expect(summaryOf([...passing(5), blocked])).not.toContain('<details>');
    const text = summaryOf([...passing(8), blocked]);
    const [seen = '', folded = ''] = text.split('<details>');
    expect(folded).toContain('<summary>✅ 3 more passing</summary>');
    expect(rowsOf(seen).map(([service]) => service)).toEqual([
      '`dbtgf28044362`',
      ...[0, 1, 2, 3, 4].map((i) => `\`s${i}\``),
    ]);
    expect(rowsOf(folded).map(([service]) => service)).toEqual(['`s5`', '`s6`', '`s7`']);
  });

  test('shows a dash for what is not there', () => {
    const bare = wordedResult({ verdict: 'block', latestUsable: null, schedules: [] });
    expect(rowsOf(summaryOf([bare]))).toEqual([['`dbtgf28044362`', '⛔ block', '—', '—', '—']]);
  });

  test('tells a suspended, a hidden and an ensured schedule from each other', () => {
    const cellOf = (over: Partial<ServiceResult>) =>
      rowsOf(summaryOf([wordedResult(over)]))[0]?.[4];
    const suspended = schedule({ suspended: true });
    expect(cellOf({ schedules: [suspended] })).toBe('`0 2 * * *` UTC, `full`, suspended');
    const hidden = schedule({ cron: null, type: null });
    expect(cellOf({ schedules: [hidden] })).toBe('times not shown');
    const ensured = [{ id: '1', change: 'created', before: null, after: schedule() }] as const;
    expect(cellOf({ ensured })).toBe('`0 2 * * *` UTC, `full`, created');
  });

  test('keeps its five cells whatever a service or a schedule is called', () => {
    const odd = schedule({ type: 'full | dump' });
    const rows = rowsOf(summaryOf([wordedResult({ service: 'a|b', schedules: [odd] })]));
    expect(rows[0]?.[0]).toBe('`a\\|b`');
    expect(rows[0]?.[4]).toBe('`0 2 * * *` UTC, `full \\| dump`');
    fc.assert(
      fc.property(hostileText, hostileText, (service, type) => {
        const schedules = [schedule({ type })];
        const hostile = rowsOf(summaryOf([wordedResult({ service, schedules }), wordedResult()]));
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
    const text = summaryOf([wordedResult(), wordedResult({ verdict })], gate);
    expect(text.split('\n')[0]).toBe(`## ${sign} The heading`);
  });
});

describe('the findings', () => {
  const findings = [EVERY_FINDING['latest-backup-failed'], EVERY_FINDING['no-schedule']];
  const request = { type: 'full', state: 'timed-out', backupId: 'b9' } as const;
  const blocked = wordedResult({ name: 'prod', verdict: 'block', findings, request });

  test('of what blocks and warns stand before the table, blocks first, under their headline', () => {
    const warned = wordedResult({ verdict: 'warn', findings: [EVERY_FINDING['no-schedule']] });
    const text = summaryOf([wordedResult({ service: 'quiet' }), warned, blocked]);
    const headings = [...text.matchAll(/^### .+$/gm)].map(([heading]) => heading);
    expect(headings).toEqual(['### ⛔ `prod`', '### ⚠️ `dbtgf28044362`']);
    expect(text.lastIndexOf('### ')).toBeLessThan(text.indexOf('| Service'));
  });

  test('are a line for the fact, one for what to do, and ids in small print', () => {
    const text = summaryOf([blocked, wordedResult({ service: 'quiet' })]);
    expect(text).toContain(
      '- Last backup failed (`full`, 15 Jan 02:00 UTC): `Failed: disk full`, `no space left`.<br>**To do:** Do something about latest-backup-failed.<br><sub>`latest-backup-failed` · backup `b7`</sub>\n- ⚠️ ',
    );
    expect(text).toContain(
      'A one-time full backup did not finish in time.<br><sub>backup `b9`</sub>',
    );
    expect(text).toContain(
      'Last good backup 15 Jan 02:00 UTC, 10h ago; next due 16 Jan 02:00 UTC.',
    );
  });

  test('of the only service need no heading of their own', () => {
    expect(summaryOf([blocked])).not.toContain('###');
  });

  test('of services that pass are folded, with the name of each', () => {
    const info = [EVERY_FINDING['backup-in-progress']];
    const noted = wordedResult({ name: 'shop', findings: info });
    const text = summaryOf([noted, wordedResult({ service: 'quiet' })]);
    expect(text).toMatch(/<summary>ℹ️ 1 note<\/summary>\n\n- ℹ️ `shop`: The newest backup is /);
    expect(summaryOf([noted])).toMatch(/\n- ℹ️ The newest backup is /);
    expect(summaryOf([noted])).not.toContain('<details>');
  });
});

test('a dry run says that nothing was written', () => {
  const results = [wordedResult()];
  const text = writeSummary({
    heading: 'x',
    gate: 'open',
    results,
    notes: [],
    dryRun: true,
  });
  expect(text).toContain('Dry run: nothing was written to the provider.');
  expect(summaryOf(results)).not.toContain('Dry run');
});

test('hostile text stays in its line and its code span', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const findings = [{ ...EVERY_FINDING['status-unrecognised'], statusText: text }];
      const markdown = summaryOf([wordedResult({ service: text, findings, history: week })]);
      const benign = summaryOf([
        wordedResult({
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
  const MORE = 'Not everything fits here';

  test('stays below 1 MiB with thousands of services, and says that there is more', () => {
    const services = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        wordedResult({
          service: `service-${i}`,
          verdict: 'block',
          findings: ALL_FINDINGS,
          history: week,
        }),
      );
    for (const count of [500, 5000]) {
      const text = summaryOf(services(count), 'closed');
      expect(bytesOf(text)).toBeLessThan(MIB);
      expect(text).toContain(MORE);
      // Nothing is cut in its middle: every row is whole, and every fence is closed.
      expect(new Set(rowsOf(text).map((cells) => cells.length))).toEqual(new Set([5]));
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
    expect(summaryOf(services(20))).not.toContain(MORE);
  });

  test('counts bytes, not characters', () => {
    const services = Array.from({ length: 4000 }, () =>
      wordedResult({ service: '日'.repeat(150) }),
    );
    const text = summaryOf(services);
    expect(bytesOf(text)).toBeLessThan(MIB);
    expect(text).toContain(MORE);
  });
});

describe('charts', () => {
  const small = wordedResult({
    verdict: 'block',
    findings: [EVERY_FINDING['too-small']],
    history: week,
  });
  const countCharts = (results: readonly WordedResult[]) =>
    summaryOf(results).match(/title "Size/g)?.length ?? 0;

  test('are drawn of the only service, and of several only where they explain a finding', () => {
    const healthy = wordedResult({ history: week });
    const failed = wordedResult({
      verdict: 'block',
      findings: [EVERY_FINDING['latest-backup-failed']],
      history: week,
    });
    expect(countCharts([healthy])).toBe(1);
    expect(countCharts([healthy, healthy])).toBe(0);
    expect(countCharts([healthy, failed])).toBe(0);
    expect(countCharts([healthy, small])).toBe(1);
  });

  test('are drawn for three services at most, and from five backups on', () => {
    const few = { ...small, history: week.slice(0, 4) };
    expect(countCharts([few, ...Array.from({ length: 7 }, () => ({ ...small }))])).toBe(3);
  });
});

test('inputs that cannot be used are told one by one', () => {
  const { 'invalid-input': first } = EVERY_FINDING;
  const findings = [first, { ...first, input: 'gate', value: 'a`b\n# c' }];
  const text = writeInvalidSummary('Could not start', wordedResult({ findings }).words);
  expect(text).toMatch(/^## ⛔ Could not start\n/);
  expect(text.match(/^- `(?:max-age|gate)`: .+$/gm)).toHaveLength(2);
  expect(text).toContain("`a'b # c`");
});
