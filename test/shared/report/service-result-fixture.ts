import * as fc from 'fast-check';
import type { UsableBackup } from '../../../shared/domain/recovery-point.ts';
import { ANY_PROVIDER } from '../../../shared/domain/capability.ts';
import type { RemedyOf, RenderContext } from '../../../shared/report/render-context.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import type { WordedResult } from '../../../shared/report/worded.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { MARKDOWN, PLAIN } from '../../../shared/report/medium.ts';
import { backup, LAST_DUE, NOW, schedule } from '../domain/evidence-fixture.ts';

export const usable: UsableBackup = { ...backup(), recoveryPoint: LAST_DUE };

/** The remedy of no shell in particular. */
export const remedyOf: RemedyOf = ({ code }) => `Do something about ${code}.`;

const subject = {
  service: 'dbtgf28044362',
  provider: 'MariaDB Cloud',
  capabilities: ANY_PROVIDER,
};

/** How a finding is worded in a log, and in Markdown. */
export const IN_LOG: RenderContext = { medium: PLAIN, subject, now: NOW };
export const IN_MARKDOWN: RenderContext = { ...IN_LOG, medium: MARKDOWN };

/** A healthy service with a daily schedule and last night's backup. */
export function serviceResult(over: Partial<ServiceResult> = {}): ServiceResult {
  return {
    service: 'dbtgf28044362',
    judgedAt: NOW,
    judged: true,
    provider: 'MariaDB Cloud',
    capabilities: ANY_PROVIDER,
    verdict: 'pass',
    findings: [],
    latestFinished: usable,
    latestUsable: usable,
    schedules: [schedule()],
    ensured: [],
    request: null,
    history: [usable],
    ...over,
  };
}

/** The same with its findings in words. */
export function wordedResult(over: Partial<ServiceResult> = {}): WordedResult {
  return wordResult(serviceResult(over), remedyOf);
}

/** What a hostile or careless provider could put into a status, an id or a message. */
const HOSTILE_BITS = [
  '\n',
  '\r\n',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u0000',
  '\u001b[31m',
  '\u200b',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\ue000',
  '\ud83d',
  '😀',
  '`',
  '``',
  '```mermaid',
  '##[',
  '##\u200b[error]',
  '###[group]',
  '::error::',
  '::set-output name=gate::open',
  '|',
  '\\|',
  '<script>',
  '</details>',
  '[a](https://example.com)',
  '@someone',
  '"',
  ' ',
  'Failed',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE_BITS), fc.string({ unit: 'binary' })), {
      maxLength: 60,
    })
    .map((bits) => bits.join('')),
  fc.nat(250).map((length) => `${'x'.repeat(length)}😀${'😀'.repeat(length)}`),
  fc.constantFrom(...HOSTILE_BITS).map((bit) => bit.repeat(2000)),
);

/** All that breaks a line, controls a terminal, hides, reorders, or is half a character. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
