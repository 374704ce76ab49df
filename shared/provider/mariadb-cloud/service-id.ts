import { err, ok, type Result } from '../../domain/result.ts';

/**
 * The vendor's samples look like `dbtgf28044362`; no format is documented, so only safety is
 * checked.
 */
const SERVICE_ID = /^[A-Za-z0-9_-]{3,64}$/;

export function parseServiceId(text: string): Result<string, string> {
  if (SERVICE_ID.test(text)) return ok(text);
  return err('a service id such as dbtgf28044362: 3 to 64 letters, digits, "-" or "_"');
}
