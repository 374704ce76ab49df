import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../../action/inputs/names.ts';
import { GITHUB, THE_WORKER } from '../../../action/keyless/connection.ts';
import { remediesWithWorker } from '../../../action/keyless/remedies.ts';
import { remedyOf } from '../../../action/remedies.ts';
import type { Finding, FindingCode } from '../../../shared/domain/finding.ts';
import type { RenderContext } from '../../../shared/report/render-context.ts';
import { problem } from '../../shared/domain/evidence-fixture.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../../shared/domain/every-finding-fixture.ts';
import { IN_MARKDOWN } from '../../shared/report/service-result-fixture.ts';
import { spansOf } from '../../shared/report/words.ts';

const withWorker = remediesWithWorker(new Map([['shop', 'live']]))(remedyOf);

/** The inputs that a step with a Worker does not have. */
const UNTAKEN = ['provider', 'api-key', 'base-url', 'schedule', 'schedule-id'];

/** What else a code span may hold: keys of the Worker's configuration, and values. */
const OF_WORKER = ['oidc', 'oidc.audience', 'oidc.allow', 'permissions', 'policy'];
const VALUES = ['never', 'off'];

const contextOf = (provider: string): RenderContext => ({
  ...IN_MARKDOWN,
  subject: { ...IN_MARKDOWN.subject, provider },
});
const ABOUT = ['MariaDB Cloud', THE_WORKER, GITHUB].map(contextOf);

const named = (finding: Finding) => [JSON.stringify(finding).slice(0, 120), finding] as const;

test.each(EVERY_VARIANT.map(named))(
  'what to do about %s names only what a step with a Worker has',
  (_, finding) => {
    for (const context of ABOUT) {
      const remedy = withWorker(finding, context);
      expect(remedy).not.toMatch(/undefined|null|\.\.|\s\s/);
      if (remedy !== '') expect(remedy).toMatch(/^[A-Z].{10,}[.]$/);
      const isOfWorker = /Worker.*configuration/.test(remedy);
      for (const span of spansOf(remedy)) {
        const [name = ''] = span.split(':');
        if (isOfWorker && span === 'schedule') continue;
        expect([...Object.keys(INPUT_DEFAULTS), ...OF_WORKER, ...VALUES]).toContain(name);
        expect(UNTAKEN).not.toContain(name);
      }
    }
  },
);

const POLICY = " The service's `policy` in the Worker has to allow it too.";
const withoutPolicy = (remedy: string) => remedy.replace(POLICY, '');

test('what an input would soften, the policy of the service has to allow too', () => {
  const [context = IN_MARKDOWN] = ABOUT;
  for (const finding of EVERY_VARIANT) {
    const usual = remedyOf(finding, context);
    const isSofter = /(?:raise|lower) `(?!timeout)|`on-unknown: warn`/.test(usual);
    expect(withWorker(finding, context).endsWith(POLICY), usual).toBe(isSofter);
  }
  // What comes from nobody's policy is the step's own to decide.
  const unreached = withWorker(EVERY_FINDING['evidence-unavailable'], contextOf(THE_WORKER));
  expect(unreached).not.toContain(POLICY);
});

test('the usual remedy holds for all but these codes', () => {
  const [context = IN_MARKDOWN] = ABOUT;
  const differing = EVERY_VARIANT.filter(
    (finding) => withoutPolicy(withWorker(finding, context)) !== remedyOf(finding, context),
  );
  expect([...new Set(differing.map(({ code }) => code))].toSorted()).toEqual([
    'evidence-unavailable',
    'no-schedule',
    'no-usable-backup',
    'recovery-point-too-old',
    'schedule-ambiguous',
    'schedule-kept',
    'schedule-missing',
    'schedule-suspended',
    'unsupported',
  ] satisfies FindingCode[]);
  // Each of them because it would name an input that a step with a Worker does not have.
  for (const finding of differing) {
    const usual = spansOf(remedyOf(finding, context)).map((span) => span.split(':')[0]);
    const isAboutIds = /\bids?\b|inputs against|12\/all/.test(remedyOf(finding, context));
    expect(isAboutIds || UNTAKEN.some((name) => usual.includes(name))).toBe(true);
  }
});

describe('what to do where nothing could be asked', () => {
  const unavailable = EVERY_FINDING['evidence-unavailable'];
  const about = (provider: string, kind: Parameters<typeof problem>[0]) =>
    withWorker({ ...unavailable, problem: problem(kind) }, contextOf(provider));

  test.each([
    [THE_WORKER, 'credential-refused', '`worker-url` is `oidc.audience`'],
    [THE_WORKER, 'credential-refused', 'a rule in `oidc.allow`'],
    [THE_WORKER, 'unknown-service', '`service`'],
    [THE_WORKER, 'not-found', 'has `oidc`'],
    [THE_WORKER, 'refused', 'the same version'],
    [THE_WORKER, 'unavailable', 'Re-run this job in a few minutes'],
    [GITHUB, 'refused', '`permissions: id-token: write`'],
    [GITHUB, 'unavailable', 'Re-run this job in a few minutes'],
    ['Skyvia', 'credential-refused', 'the secret of the Worker'],
    ['Skyvia', 'unknown-service', "the Worker's configuration"],
    ['Skyvia', 'unavailable', 'Re-run this job in a few minutes'],
  ] as const)('%s: %s: %s', (provider, kind, words) => {
    expect(about(provider, kind)).toContain(words);
  });
});

test('a command in Slack names the service as the Worker does', () => {
  const context = { ...IN_MARKDOWN, subject: { ...IN_MARKDOWN.subject, name: 'live' } };
  expect(withWorker(EVERY_FINDING['latest-backup-failed'], context)).toContain('`/backup shop`');
});
