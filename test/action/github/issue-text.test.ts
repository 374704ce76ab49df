import { expect, test } from 'vitest';
import { writeBody, writeIssue } from '../../../action/github/issue-text.ts';
import { wordOne } from '../../../action/wording.ts';
import { fingerprint, keyOf, parseMarker } from '../../../action/github/marker.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { EVERY_FINDING } from '../../shared/domain/every-finding-fixture.ts';
import { serviceResult } from '../../shared/report/service-result-fixture.ts';

function told(findings: readonly Finding[], service = 'dbtgf28044362') {
  const marker = { key: keyOf('mariadb-cloud', service), findings: fingerprint(findings) };
  const about = wordOne(serviceResult({ service, verdict: 'block', findings }));
  return { result: about, runUrl: 'https://github.example/run', marker };
}

// Inputs that cannot be used are never reported, and a backup that still runs needs nothing done.
const { 'invalid-input': _never, 'backup-in-progress': running, ...reported } = EVERY_FINDING;

test.each(Object.values(reported))('an issue says what to do about $code', (finding) => {
  const body = writeBody(told([finding]));
  expect(body).toContain(`<sub>\`${finding.code}\``);
  expect(body).toContain('<br>**To do:** ');
});

test('a backup that still runs is told without anything to do, unless it blocks', () => {
  expect(writeBody(told([running]))).not.toContain('To do');
  const blocking = writeBody(told([{ ...running, severity: 'block' }]));
  expect(blocking).toContain(
    '**To do:** Re-run this job when it has finished, or wait for it with `in-progress: wait`',
  );
});

test('more findings than an issue can hold are left out, and the marker is kept', () => {
  const findings = Array.from({ length: 500 }, (_, index) => ({
    ...EVERY_FINDING['status-unrecognised'],
    statusText: `${'x'.repeat(180)}${index}`,
  }));
  const { body } = writeIssue(told(findings));
  expect([...body].length).toBeLessThanOrEqual(65_536);
  expect(body).toContain('Not everything fits here');
  expect(body).toContain('What closes this issue');
  expect(parseMarker(body)).toEqual(told(findings).marker);
});

test('a title fits, however long the name of the service is', () => {
  const { title } = writeIssue(told([], 'x'.repeat(5000)));
  expect([...title].length).toBeLessThanOrEqual(256);
});
