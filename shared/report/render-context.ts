import { ANY_PROVIDER } from '../domain/capability.ts';
import type { Finding, FindingCode, FindingOf } from '../domain/finding.ts';
import type { Instant } from '../domain/instant.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import type { Medium } from './medium.ts';

/** What a finding is about: a service, and the provider that holds its backups. */
export type Subject = Pick<ServiceResult, 'service' | 'name' | 'provider' | 'capabilities'> & {
  /** What became of the backup that was asked for; `null` or absent if none was. */
  readonly request?: ServiceResult['request'];
};

/** For whom and where a finding is worded. */
export interface RenderContext {
  readonly medium: Medium;
  readonly subject: Subject;
  /** Moments far from it are shown with their year. */
  readonly now: Instant;
}

/** Stands in where no service was looked at, because inputs are invalid. */
export const NO_SUBJECT: Subject = {
  service: '',
  provider: 'the provider',
  capabilities: ANY_PROVIDER,
};

/**
 * What to do about a finding, in the words of one shell: only it knows which inputs, commands or
 * configuration its readers have. Empty if there is nothing to do.
 */
export type RemedyOf = (finding: Finding, context: RenderContext) => string;

/** A remedy for each code. A missing one does not compile. */
export type Remedies = {
  readonly [Code in FindingCode]: (finding: FindingOf<Code>, context: RenderContext) => string;
};

export function remedyFrom(remedies: Remedies): RemedyOf {
  return (finding, context) => {
    // The table is typed by code; indexing it by the union loses the pairing.
    const remedy = remedies[finding.code] as RemedyOf;
    return remedy(finding, context);
  };
}
