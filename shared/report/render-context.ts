import type { Capabilities } from '../domain/capability.ts';
import type { Finding, FindingCode, FindingOf } from '../domain/finding.ts';
import type { Quote } from './text.ts';

/**
 * What to do about a finding, in the words of one shell: only it knows which inputs, commands or
 * configuration its readers have. Empty if there is nothing to do.
 */
export type RemedyOf = (finding: Finding, capabilities: Capabilities) => string;

/** How findings are worded for one medium. */
export interface RenderContext {
  /** How this medium shows text from outside. */
  readonly quote: Quote;
  /** What the provider supports, so that it can be the remedy. */
  readonly capabilities: Capabilities;
  readonly remedyOf: RemedyOf;
}

/** A remedy for each code. A missing one does not compile. */
export type Remedies = {
  readonly [Code in FindingCode]: (finding: FindingOf<Code>, capabilities: Capabilities) => string;
};

export function remedyFrom(remedies: Remedies): RemedyOf {
  return (finding, capabilities) => {
    // The table is typed by code; indexing it by the union loses the pairing.
    const remedy = remedies[finding.code] as RemedyOf;
    return remedy(finding, capabilities);
  };
}
