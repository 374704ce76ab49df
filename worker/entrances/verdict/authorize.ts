import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { quotePlain } from '../../../shared/report/text.ts';
import type { OidcRule } from '../../config/index.ts';
import { isSameName } from '../../github/names.ts';
import type { Claims } from './claims.ts';
import { MAY, type May } from './config.ts';

/** What a job asks for. */
export interface Asked {
  readonly services: readonly string[];
  readonly may: readonly May[];
}

/** What no rule allows, and the sentence that says so to the job. */
export interface Refusal {
  readonly judge: readonly string[];
  readonly backup: readonly string[];
  readonly message: string;
}

/** Whether each service may be asked for by a rule of which every named claim is the token's. */
export function authorize(
  claims: Claims,
  { services, may }: Asked,
  rules: readonly OidcRule[],
): Result<null, Refusal> {
  const fitting = rules.filter((rule) => fits(rule, claims));
  const refusedTo = (one: May) =>
    may.includes(one) ? services.filter((name) => !isGranted(fitting, name, one)) : [];
  const refused = { judge: refusedTo('judge'), backup: refusedTo('backup') };
  if (MAY.every((one) => refused[one].length === 0)) return ok(null);
  return err({ ...refused, message: explain(refused, claims) });
}

/**
 * GitHub compares names without case, everything else with it. `sub` never counts: organisations can
 * give it any form.
 */
function fits(rule: OidcRule, claims: Claims): boolean {
  return (
    (rule.repository === null || isSameName(rule.repository, claims.repository)) &&
    (rule.environment === null || isSameName(rule.environment, claims.environment)) &&
    admits(rule.repositoryId, claims.repositoryId) &&
    admits(rule.repositoryOwnerId, claims.repositoryOwnerId) &&
    admits(rule.ref, claims.ref) &&
    admits(rule.eventName, claims.eventName) &&
    (rule.jobWorkflowRef === null || isSameWorkflow(rule.jobWorkflowRef, claims.jobWorkflowRef))
  );
}

function admits(wanted: string | null, given: string): boolean {
  return wanted === null || wanted === given;
}

/** The repository without case, as in `repository`; the file and the ref are Git's, with it. */
function isSameWorkflow(wanted: string, given: string | null): boolean {
  const [, repository = '', file] = WORKFLOW.exec(wanted) ?? [];
  const [, ofRepository = '', ofFile] = WORKFLOW.exec(given ?? '') ?? [];
  return file !== undefined && file === ofFile && isSameName(repository, ofRepository);
}

const WORKFLOW = /^([^/]+\/[^/]+)\/([^]+)$/;

function isGranted(rules: readonly OidcRule[], service: string, may: May): boolean {
  return rules.some(
    (rule) =>
      (rule.services === null || rule.services.includes(service)) &&
      (rule.may === null || rule.may.includes(may)),
  );
}

/** Shows the claims that rules are made of, so that the missing rule can be written from it. */
function explain({ judge, backup }: Omit<Refusal, 'message'>, claims: Claims): string {
  const wishes = [
    ...(judge.length > 0 ? [`ask for ${list(judge)}`] : []),
    ...(backup.length > 0 ? [`request backups of ${list(backup)}`] : []),
  ];
  const shown = SHOWN.map((name) => `${name} ${quoteClaim(claims[name])}`);
  return `No rule of oidc.allow lets this job ${wishes.join(' or ')}. Its claims: ${shown.join(', ')}.`;
}

const SHOWN = [
  'repository',
  'repositoryId',
  'repositoryOwnerId',
  'environment',
  'ref',
  'eventName',
  'jobWorkflowRef',
] as const;

function quoteClaim(claim: string | null): string {
  return claim === null || claim === '' ? '(none)' : quotePlain(claim);
}

function list(names: readonly string[]): string {
  return names.map(quotePlain).join(', ');
}
