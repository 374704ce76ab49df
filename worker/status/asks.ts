import * as v from 'valibot';
import type { OidcRule } from '../config/index.ts';
import { isSameName } from '../github/names.ts';

/** The latest verdict that a job of GitHub Actions asked for. All texts are from its token. */
export const Ask = v.object({
  repository: v.string(),
  repositoryId: v.string(),
  repositoryOwnerId: v.string(),
  /** `null` for a job without one. */
  environment: v.nullable(v.string()),
  /** Names in the configuration. */
  services: v.pipe(v.array(v.string()), v.readonly()),
  /** Empty where the step's gate was off. */
  verdict: v.picklist(['pass', 'warn', 'block', '']),
  /** Milliseconds since 1970, UTC. */
  at: v.number(),
});
export type Ask = Readonly<v.InferOutput<typeof Ask>>;

/** A job that may ask, and when it did last. */
export interface Coverage {
  readonly repository: string;
  readonly environment: string | null;
  /** `null` for a rule under which nobody has asked. */
  readonly ask: Ask | null;
}

type AskRule = Pick<OidcRule, 'repository' | 'repositoryId' | 'repositoryOwnerId' | 'environment'>;

/**
 * Everybody who asked, and every rule under which nobody did: a repository that deploys without
 * asking is found among these.
 */
export function coverageOf(asks: readonly Ask[], rules: readonly AskRule[]): readonly Coverage[] {
  const silent = rules.filter((rule) => !asks.some((ask) => isUnder(rule, ask)));
  return [
    ...silent.map((rule) => ({
      repository: rule.repository ?? describeIds(rule),
      environment: rule.environment,
      ask: null,
    })),
    ...asks.map((ask) => ({ repository: ask.repository, environment: ask.environment, ask })),
  ];
}

function isUnder(rule: AskRule, ask: Ask): boolean {
  return (
    (rule.repository === null || isSameName(rule.repository, ask.repository)) &&
    (rule.repositoryId ?? ask.repositoryId) === ask.repositoryId &&
    (rule.repositoryOwnerId ?? ask.repositoryOwnerId) === ask.repositoryOwnerId &&
    (rule.environment === null || isSameName(rule.environment, ask.environment))
  );
}

function describeIds({ repositoryId, repositoryOwnerId }: AskRule): string {
  return repositoryId === null
    ? `any repository of owner ${repositoryOwnerId ?? ''}`
    : `repository ${repositoryId}`;
}
