/** The `result` output before it is written. */
export interface ResultJson {
  readonly services: readonly ServiceJson[];
  readonly [key: string]: unknown;
}

export interface ServiceJson {
  readonly verdict: unknown;
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly [key: string]: unknown;
}

/** Outputs of a job may have 1 MiB together, and an expression that reads them has less. */
export const MAX_RESULT_BYTES = 100_000;

/** To this many characters, one after the other, until the result fits. */
const TEXT_LIMITS = [100, 40, 16];

/**
 * The result as JSON of at most `MAX_RESULT_BYTES`. Where it is longer, the least needed goes first:
 * messages, services that pass, the ends of long texts, then services from the end. `truncated` says
 * so, and `omitted` counts the services that are missing.
 */
export function stringifyResult(result: ResultJson): string {
  const whole = JSON.stringify(result);
  if (fits(whole)) return whole;
  const unworded = result.services.map(withoutMessages);
  const needed = unworded.filter(({ verdict }) => verdict !== 'pass');
  const candidates = [
    unworded,
    needed,
    ...TEXT_LIMITS.map((max) => needed.map((each) => cutTexts(each, max))),
  ];
  const write = (services: readonly unknown[]) => {
    const omitted = result.services.length - services.length;
    return JSON.stringify({ ...result, services, truncated: true, omitted });
  };
  const fitting = candidates.map(write).find(fits);
  return fitting ?? writeAsManyAsFit(candidates.at(-1) ?? [], write);
}

function fits(json: string): boolean {
  return Buffer.byteLength(json) <= MAX_RESULT_BYTES;
}

function withoutMessages(service: ServiceJson): ServiceJson {
  const findings = service.findings.map((finding) => {
    const { message: _, ...rest } = finding;
    return rest;
  });
  return { ...service, findings };
}

function cutTexts(value: unknown, max: number): unknown {
  const cut = (_: string, inner: unknown) =>
    typeof inner === 'string' && inner.length > max ? `${inner.slice(0, max - 1)}…` : inner;
  return JSON.parse(JSON.stringify(value, cut));
}

/** Searches for the largest number of services that fits. */
function writeAsManyAsFit(
  services: readonly unknown[],
  write: (services: readonly unknown[]) => string,
): string {
  let [least, most] = [0, services.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(write(services.slice(0, middle)))) least = middle;
    else most = middle - 1;
  }
  return write(services.slice(0, least));
}
