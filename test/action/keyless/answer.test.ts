import type * as v from 'valibot';
import { array, assert, constantFrom, integer, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FINDINGS } from '../../../action/keyless/findings/index.ts';
import { Unasked } from '../../../action/keyless/connection.ts';
import { readShownCron } from '../../../shared/domain/cron.ts';
import type { Finding, FindingCode, FindingOf } from '../../../shared/domain/finding.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { verdictOf } from '../../../shared/domain/verdict.ts';
import { PROVIDERS } from '../../../shared/provider/create-provider.ts';
import { backup, schedule } from '../../shared/domain/evidence-fixture.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../../shared/domain/every-finding-fixture.ts';
import { serviceResult } from '../../shared/report/service-result-fixture.ts';
import { answerWith, overTheWire, read } from './over-the-wire.ts';

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
type SchemaOf<Code extends FindingCode> = v.InferOutput<(typeof FINDINGS)[Code]>;

/** The codes whose schema lacks a field, or a value that a field may have. */
type Uncovered = {
  [Code in FindingCode]: Mutable<FindingOf<Code>> extends SchemaOf<Code>
    ? keyof FindingOf<Code> extends keyof SchemaOf<Code>
      ? never
      : Code
    : Code;
}[FindingCode];

const isCovered: [Uncovered] extends [never] ? true : Uncovered = true;

function withFindings(...findings: readonly Finding[]): ServiceResult {
  return serviceResult({ name: 'prod', findings, verdict: verdictOf(findings) });
}

describe('an answer that went over the wire is what was found', () => {
  test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
    'with %s',
    (_, finding) => {
      expect(isCovered).toBe(true);
      const result = withFindings(finding);
      expect(overTheWire(result)).toEqual(result);
    },
  );

  test('with every field of a backup, a schedule, a request and a change', () => {
    const odd = backup({ timeText: 'soon', sizeText: '3 pages', recoveryPoint: null, id: null });
    const hidden = schedule({ cron: null, cronText: '@every 1h', changedNow: true, trouble: 'x' });
    const result = serviceResult({
      name: 'prod',
      latestFinished: odd,
      latestUsable: null,
      history: [odd, backup()],
      schedules: [hidden, schedule()],
      ensured: [{ id: '7', change: 'created', before: null, after: hidden }],
      request: { type: 'full', state: 'succeeded', backupId: null },
    });
    expect(overTheWire(result)).toEqual(result);
  });

  test.each(Object.values(PROVIDERS))('by $title, with its name', ({ title, capabilities }) => {
    const result = serviceResult({ name: 'prod', provider: title, capabilities });
    expect(overTheWire(result)).toEqual(result);
  });

  test('with any cron that a provider may show', () => {
    const field = (least: number, most: number) =>
      oneof(
        constantFrom('*', '?', '*/2', '7-9/2', `${least}/3`, '05'),
        integer({ min: least, max: most }).map(String),
        array(integer({ min: least, max: most }), { minLength: 1, maxLength: 4 }).map(String),
      );
    const weekday = constantFrom('MON', 'mon-fri', 'SUN', '7', '0', '1-5/2', '*');
    const crons = tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), weekday)
      .map((fields) => readShownCron(fields.join(' ')))
      .filter((cron) => cron !== null);
    assert(
      property(crons, (cron) => {
        const result = serviceResult({ name: 'prod', schedules: [schedule({ cron })] });
        expect(overTheWire(result)).toEqual(result);
      }),
    );
  });
});

test('a finding that only a newer Worker knows keeps its severity, and says its code', () => {
  for (const severity of ['block', 'warn', 'info'] as const) {
    const newer = { code: 'moon-phase', severity, phase: 'full' };
    const verdict = severity === 'info' ? 'pass' : severity;
    const body = answerWith(serviceResult({ name: 'prod', verdict }));
    const [first] = body['checked'] as [{ result: object }];
    Object.assign(first.result, { findings: [newer] });
    expect(read(body)).toMatchObject({
      checked: [{ result: { verdict, findings: [{ code: 'evidence-unavailable', severity }] } }],
    });
    expect(JSON.stringify(read(body))).toContain(
      'the Worker found moon-phase, which this version of the Action does not know',
    );
  }
});

/** The body with one value of the result replaced. */
function tampered(change: Record<string, unknown>, body = answerWith(serviceResult())) {
  const [first] = body['checked'] as [{ result: object }];
  return { ...body, checked: [{ ...first, result: { ...first.result, ...change } }] };
}

const { 'size-dropped': dropped, 'evidence-unavailable': unavailable } = EVERY_FINDING;

describe('what does not fit the question is unreadable, and never a pass', () => {
  test.each([
    ['another service', tampered({ name: 'shop' })],
    ['no name', tampered({ name: undefined })],
    ['no service', { ...answerWith(serviceResult()), checked: [] }],
    ['a service twice', twice(answerWith(serviceResult()))],
    ['a verdict that is better than its findings', tampered({ findings: [unavailable] })],
    ['a verdict that is worse', tampered({ verdict: 'block' })],
    ['a result that was not judged', tampered({ judged: false })],
    ['a moment that no calendar has', tampered({ judgedAt: 1e300 })],
    [
      'a finding without a number',
      tampered({ verdict: 'warn', findings: [{ ...dropped, medianBytes: undefined }] }),
    ],
    ['markup in the name of the provider', tampered({ provider: '[x](y)' })],
    ['a link in the name of the provider', tampered({ provider: 'www.evil.example' })],
    [
      'a cron with a backtick',
      tampered({ schedules: [schedule({ cron: { text: '`x` * * * *' } })] }),
    ],
    ['a version that is not known', { ...answerWith(serviceResult()), version: 2 }],
    ['a running backup of another service', { ...answerWith(serviceResult()), running: ['shop'] }],
    ['runs that were not asked for', takenRun()],
  ])('%s', (_, body) => {
    const answer = read(body);
    expect(answer).toBeInstanceOf(Unasked);
    expect(answer).toMatchObject({ problem: { kind: 'unavailable' } });
  });

  test.each([
    ['of another service', takenRun({ service: 'shop' })],
    ['with an id that is a path', takenRun({ id: '../health' })],
    ['with a state that is not known', takenRun({ state: 'dancing' })],
    ['without a time', takenRun({ acceptedAt: 'soon' })],
  ])('a run %s', (_, body) => {
    expect(read(body, { backup: 'if-needed' })).toBeInstanceOf(Unasked);
  });

  test('a run that was asked for is one', () => {
    expect(read(takenRun(), { backup: 'if-needed' })).toMatchObject({ kind: 'taken' });
  });
});

test.each([
  [null],
  ['Hello World!'],
  [[]],
  [{}],
  [{ status: 'ok' }],
  [{ version: 1 }],
  [42],
  [undefined],
])('JSON that is not a Worker’s is said to be that: %j', (body) => {
  expect(read(body ?? null)).toMatchObject({
    problem: { kind: 'not-found', message: expect.stringContaining('not a Backup Gate Worker') },
  });
});

test('whatever text is where our own words belong, markup and links do not come through', () => {
  const inShort = string({ unit: 'binary', minLength: 1 });
  assert(
    property(inShort, (text) => {
      const finding = { ...unavailable, problem: { ...unavailable.problem, inShort: text } };
      const answer = read(answerWith(withFindings(finding)));
      if (answer instanceof Unasked) return;
      expect(text).not.toMatch(/[<>`[\]@#|\\\n]|www\.|:\/\//);
    }),
  );
});

function twice(body: Record<string, unknown>) {
  const [first] = body['checked'] as unknown[];
  return { ...body, checked: [first, first] };
}

function takenRun(over: Record<string, unknown> = {}) {
  const acceptedAt = '2026-01-15T12:00:00Z';
  const id = `prod.${'0'.repeat(32)}`;
  const run = { id, service: 'prod', type: 'full', state: 'accepted', joined: false };
  return { ...run, requestedBy: [], acceptedAt, also: [], ...over };
}
