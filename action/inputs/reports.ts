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
    const allowed = `${REPORT_KINDS.join(', ')} or both, or leave it empty`;
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
      'required for report, but empty. Add github-token: ${{ github.token }} to the step.',
    );
  }
  if (!/^[\x21-\x7e]*$/.test(token)) {
    return refuse(
      'github-token',
      'contains spaces, line breaks or other characters that no token has.',
    );
  }
  return ok(token);
}
