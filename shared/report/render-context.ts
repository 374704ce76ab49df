import type { Capabilities } from '../domain/capability.ts';
import type { Finding, FindingCode, FindingOf } from '../domain/finding.ts';
import type { Quote } from './text.ts';

/**
 * What to do about a finding, in the words of the shell that shows it: only a shell knows which
 * inputs, commands or configuration its readers have. Empty where there is nothing to do.
 */
export type RemedyOf = (finding: Finding, capabilities: Capabilities) => string;

/** How and for whom findings are told. */
export interface RenderContext {
  /** How this medium shows text that came from outside. */
  readonly quote: Quote;
  /** What the provider lets this project do, so that it can be the remedy. */
  readonly capabilities: Capabilities;
  readonly remedyOf: RemedyOf;
}

/** A remedy for each code; the compiler asks for those that are missing. */
export type Remedies = {
  readonly [Code in FindingCode]: (finding: FindingOf<Code>, capabilities: Capabilities) => string;
};

export function remedyFrom(remedies: Remedies): RemedyOf {
  return (finding, capabilities) => {
    // The table has one entry for each code, typed by it; indexing by the union loses that pairing.
    const remedy = remedies[finding.code] as RemedyOf;
    return remedy(finding, capabilities);
  };
}
