import { type AcceptedTypes, BACKUP_TYPES } from '../../shared/domain/backup.ts';
import { parseDuration } from '../../shared/domain/duration.ts';
import type { MaxAge, MaxSizeDrop } from '../../shared/domain/policy.ts';
import { err, ok } from '../../shared/domain/result.ts';
import { parseSize } from '../../shared/domain/size.ts';
import type { RawInputs } from './names.ts';
import { type Parsed, parseWith, refuseValue, splitList } from './parsed.ts';

export function parseMaxAge(raw: RawInputs): Parsed<MaxAge> {
  return parseWith<MaxAge>(raw, 'max-age', (text) => {
    if (text === 'auto' || text === 'off') return ok({ kind: text });
    const limit = parseDuration(text);
    if (limit.ok) return ok({ kind: 'limit', milliseconds: limit.value });
    return err(`auto, off, or ${limit.problem}`);
  });
}

export function parseMinSize(raw: RawInputs): Parsed<number | null> {
  return raw['min-size'] === '' ? ok(null) : parseWith(raw, 'min-size', parseSize);
}

const SIZE_DROP = /^(?<block>block:)?(?<percent>[1-9]\d?)%$/;

/** Whole percentages only: what is usual is not known more exactly than that. */
export function parseMaxSizeDrop(raw: RawInputs): Parsed<MaxSizeDrop> {
  return parseWith<MaxSizeDrop>(raw, 'max-size-drop', (text) => {
    if (text === 'off') return ok({ kind: 'off' });
    const { block, percent } = SIZE_DROP.exec(text)?.groups ?? {};
    if (percent === undefined) {
      return err('a whole percentage from 1% to 99%, such as 50% or block:50%, or off');
    }
    const severity = block === undefined ? 'warn' : 'block';
    return ok({ kind: 'limit', percent: Number(percent), severity });
  });
}

export function parseAcceptTypes(raw: RawInputs): Parsed<AcceptedTypes> {
  const input = 'accept-types';
  const types = splitList(raw[input]);
  if (raw[input] === 'all') return ok('all');
  const unknown = types.filter((type) => !BACKUP_TYPES.some((known) => known === type));
  if (types.length > 0 && unknown.length === 0) return ok(types);
  return refuseValue(
    input,
    unknown.join(', ') || raw[input],
    `all, or some of ${BACKUP_TYPES.join(', ')}`,
  );
}
