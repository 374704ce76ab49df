import * as v from 'valibot';
import type { FindingCode } from '../../../shared/domain/finding.ts';
import { ownWords, text, textOrNull } from '../wire.ts';

export const severity = v.picklist(['block', 'warn', 'info']);

/** The schema of a finding, from the fields that it has besides its code and its severity. */
export function define<const Code extends FindingCode, Fields extends v.ObjectEntries>(
  code: Code,
  fields: Fields,
) {
  return v.object({ code: v.literal(code), severity, ...fields });
}

/** What became of a run that was due and was not kept. */
export const NOT_KEPT = ['unusable', 'running', 'failed', 'unrecognised', 'missing'] as const;

export const problem = v.object({
  kind: v.picklist([
    'credential-refused',
    'unknown-service',
    'not-found',
    'refused',
    'unavailable',
  ]),
  message: text,
  inShort: v.exactOptional(ownWords),
  traceId: textOrNull,
});
