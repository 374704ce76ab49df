import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, keyOf, parseMarker, writeMarker } from '../../../action/github/marker.ts';
import { EVERY_FINDING } from '../../shared/domain/every-finding-fixture.ts';
import { hostileText } from '../../shared/report/service-result-fixture.ts';

const findings = fc
  .subarray(Object.values(EVERY_FINDING))
  .map((each) => fingerprint(each).map((finding) => finding));

test('a marker is read as it was written, whatever the service is called', () => {
  fc.assert(
    fc.property(hostileText, findings, (service, told) => {
      const marker = { key: keyOf('skyvia', service), findings: told };
      expect(parseMarker(`Some text\n\n${writeMarker(marker)}`)).toEqual(marker);
    }),
  );
});

test('no service can end the comment, or be taken for another', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, other) => {
      const key = keyOf('skyvia', one);
      expect(key).not.toMatch(/--|[\s<>]/);
      fc.pre(one.toWellFormed() !== other.toWellFormed());
      expect(keyOf('skyvia', other)).not.toBe(key);
    }),
  );
});

test('a service with two hyphens in a row does not end the comment', () => {
  expect(keyOf('mariadb-cloud', 'a--b---c')).toBe('mariadb-cloud/a%2D%2Db%2D%2D-c');
});

test('ordinary services stand in it as they are', () => {
  expect(keyOf('mariadb-cloud', 'dbtgf28044362')).toBe('mariadb-cloud/dbtgf28044362');
  expect(keyOf('skyvia', '12/345')).toBe('skyvia/12/345');
});

test('every code and severity is told, once and in a fixed order; information is not', () => {
  const all = Object.values(EVERY_FINDING);
  const told = fingerprint([...all, ...all].toReversed());
  expect(told).toEqual(fingerprint(all));
  expect(told).toEqual(
    all
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, severity }) => `${code}:${severity}`)
      .toSorted(),
  );
});

test('measured values are no part of it', () => {
  const finding = EVERY_FINDING['recovery-point-too-old'];
  expect(fingerprint([{ ...finding, ageMs: finding.ageMs * 2 }])).toEqual(fingerprint([finding]));
  expect(fingerprint([{ ...finding, severity: 'warn' }])).not.toEqual(fingerprint([finding]));
});

test('of several lines that look like a marker, the last counts', () => {
  const [first, last] = ['one', 'two'].map((key) => writeMarker({ key, findings: [] }));
  expect(parseMarker(`${first}\n${last}\nsigned, Anna`)).toMatchObject({ key: 'two' });
});

test.each(['', 'text', '<!-- backup-gate -->', '> <!-- backup-gate:a/b x:block -->'])(
  'there is none in %j',
  (body) => {
    expect(parseMarker(body)).toBeNull();
  },
);
