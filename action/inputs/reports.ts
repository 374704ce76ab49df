import { ok } from '../../shared/domain/result.ts';
import type { RawInputs } from './names.ts';
import { splitList } from '../../shared/domain/settings.ts';
import { type Parsed, refuse, refuseValue } from './parsed.ts';

const REPORT_KINDS = ['status', 'issue'] as const;

/** Where GitHub shows a verdict. */
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Each kind once, in the order of the input. */
export function parseReports(raw: RawInputs): Parsed<readonly ReportKind[]> {
  const words = splitList(raw.report);
  const unknown = words.filter((word) => !REPORT_KINDS.some((kind) => kind === word));
  if (unknown.length > 0 || (words.length === 0 && raw.report !== '')) {
    const allowed = `some of ${REPORT_KINDS.join(', ')}, or nothing`;
    return refuseValue('report', unknown.join(', ') || raw.report, allowed);
  }
  return ok(REPORT_KINDS.filter((kind) => words.includes(kind)));
}

/** The value is never shown, even if it is wrong. */
export function parseToken(raw: RawInputs): Parsed<string> {
  const token = raw['github-token'];
  if (token === '' && raw.report !== '') {
    return refuse(
      'github-token',
      'report needs it, and it is empty; add github-token: ${{ github.token }} to the step.',
    );
  }
  if (!/^[\x21-\x7e]*$/.test(token)) {
    return refuse('github-token', 'it holds spaces, new lines or characters that no token has.');
  }
  return ok(token);
}
