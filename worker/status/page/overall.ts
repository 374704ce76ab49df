import type { ShownService } from '../shown-service.ts';
import { SHOWN_VERDICTS, type ShownVerdict } from '../shown-verdict.ts';
import { LOOKS } from './verdict-mark.ts';

/** All services in one line. */
export interface Overall {
  /** The worst. */
  readonly verdict: ShownVerdict;
  /** `2 of 12 services block`. */
  readonly sentence: string;
  /** `⛔ 2 block`, for a tab. */
  readonly title: string;
  /** How many of each of the others there are: `1 unknown · 9 pass`. */
  readonly others: string;
}

export function sumUp(services: readonly ShownService[]): Overall {
  const count = (verdict: ShownVerdict) =>
    services.filter((service) => service.verdict === verdict).length;
  const verdict = SHOWN_VERDICTS.find((one) => count(one) > 0) ?? 'unknown';
  const worst = count(verdict);
  return {
    verdict,
    sentence: toSentence(services, { verdict, count: worst }),
    title: `${LOOKS[verdict].sign} ${worst} ${verdict}`,
    others: SHOWN_VERDICTS.filter((one) => one !== verdict && count(one) > 0)
      .map((one) => `${count(one)} ${one}`)
      .join(' · '),
  };
}

const VERBS: Readonly<Record<ShownVerdict, { readonly one: string; readonly many: string }>> = {
  block: { one: 'blocks', many: 'block' },
  unknown: { one: 'is unknown', many: 'are unknown' },
  warn: { one: 'warns', many: 'warn' },
  pass: { one: 'passes', many: 'pass' },
};

function toSentence(
  services: readonly ShownService[],
  { verdict, count }: { readonly verdict: ShownVerdict; readonly count: number },
): string {
  const { one, many } = VERBS[verdict];
  const [first] = services;
  if (first && services.length === 1) return `${first.name} ${one}`;
  if (count === services.length) return `All ${count} services ${many}`;
  return `${count} of ${services.length} services ${count === 1 ? one : many}`;
}
