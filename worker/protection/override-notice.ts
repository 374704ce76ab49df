import * as v from 'valibot';
import { MARKED } from '../../shared/report/medium.ts';
import { namePerson, type Override } from './override.ts';

/** Two people let a deployment through, as it is told. It is stored. Texts are untrusted. */
export const OverrideNotice = v.object({
  id: v.string(),
  service: v.string(),
  repository: v.string(),
  environment: v.string(),
  runId: v.string(),
  /** `anna (U1)`: who asked, and who agreed. */
  by: v.array(v.string()),
  why: v.string(),
  /** Milliseconds since 1970, UTC. */
  at: v.number(),
});
export type OverrideNotice = Readonly<v.InferOutput<typeof OverrideNotice>>;

export function noticeOfConfirmed({
  first,
  second,
  confirmedAt,
  ...override
}: Override): OverrideNotice {
  const { id, service, repository, environment, runId, why, askedAt } = override;
  const by = [first, second].flatMap((one) => (one ? [namePerson(one)] : []));
  return { id, service, repository, environment, runId, by, why, at: confirmedAt ?? askedAt };
}

/** Who let it through, and why. MARKED. */
export function explainOverride({ by, why }: Pick<OverrideNotice, 'by' | 'why'>): string {
  return `Let through by ${by.map(MARKED.quote).join(' and ')}: ${MARKED.quote(why)}`;
}
