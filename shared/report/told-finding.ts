import type { FindingCode, Severity } from '../domain/finding.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { explain } from './explain.ts';
import { listIds } from './ids.ts';
import { contextOf, type RenderContext } from './render-context.ts';
import { tellOnce } from './tell-once.ts';

/** A finding as people are told it. */
export interface ToldFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One line: what was measured, and the limit. */
  readonly fact: string;
  /** What to do; empty where nothing is, or where an earlier finding says the same. */
  readonly remedy: string;
  /** The ids that it is about; empty where it has none. */
  readonly ids: string;
}

/** What people are told of one service, severest first. */
export function tellFindings(
  result: ServiceResult,
  wording: Pick<RenderContext, 'medium' | 'remedyOf'>,
): readonly ToldFinding[] {
  const context = contextOf(result, wording);
  const remedies = new Set<string>();
  return tellOnce(result.findings).map((finding) => {
    const { code, severity } = finding;
    const remedy = wording.remedyOf(finding, context);
    const isNew = !remedies.has(remedy);
    remedies.add(remedy);
    const ids = listIds(finding, wording.medium);
    return { code, severity, fact: explain(finding, context), remedy: isNew ? remedy : '', ids };
  });
}
