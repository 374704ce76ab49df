import type { Problem } from '../../shared/domain/evidence.ts';
import type { Finding, Severity } from '../../shared/domain/finding.ts';
import type { RemedyOf, RenderContext, Subject } from '../../shared/report/render-context.ts';
import { UNREADABLE } from './answer.ts';
import { GITHUB, THE_WORKER } from './connection.ts';
import { MISCONFIGURED } from './refusal.ts';
import { NEWER } from './service-result.ts';

const RERUN = 'Then re-run this job.';

/**
 * What to do where a Worker has the key and keeps the schedules: the same as with a key, but for
 * what would be done by the inputs `api-key`, `base-url` and `schedule`, and for the Worker itself.
 *
 * @param names what the workflow calls a service, by its name in the Worker
 */
export function remediesWithWorker(
  names: ReadonlyMap<string, string>,
): (usual: RemedyOf) => RemedyOf {
  return (usual) => (finding, context) => {
    const other = insteadOfUsual(finding, context);
    if (other !== null) return other;
    const remedy = usual(finding, { ...context, subject: asStepSees(context.subject, names) });
    return isSoftenedByInput(finding, context) ? `${remedy} ${inPolicyToo(context)}` : remedy;
  };
}

/** Whether the usual remedy names an input that could open the gate. */
function isSoftenedByInput(finding: Finding, { subject }: RenderContext): boolean {
  switch (finding.code) {
    case 'recovery-point-too-old':
      return finding.limit.kind === 'max-age';
    case 'too-small':
      return !!finding.sizeBytes && finding.minSizeBytes !== null;
    case 'size-dropped':
      return true;
    case 'status-unrecognised':
    case 'evidence-incomplete':
      return finding.severity === 'block';
    case 'evidence-unavailable':
      return finding.severity === 'block' && ![GITHUB, THE_WORKER].includes(subject.provider);
    default:
      return false;
  }
}

/** The stricter of both counts. */
function inPolicyToo({ medium: { code } }: RenderContext): string {
  return `The service's ${code('policy')} in the Worker has to allow it too.`;
}

/**
 * A step through a Worker can neither set a schedule nor ask for a whole workspace, and `/backup`
 * takes the Worker's name of a service.
 */
function asStepSees(subject: Subject, names: ReadonlyMap<string, string>): Subject {
  const { name: shown, capabilities } = subject;
  const [own] = [...names].find(([, label]) => label === shown) ?? [];
  const name = own ?? shown;
  return {
    ...subject,
    ...(name !== undefined && { name }),
    capabilities: {
      ...capabilities,
      ensureCron: false,
      enableSchedule: false,
      wholeWorkspace: false,
    },
  };
}

/** `null` where the usual remedy will do. */
function insteadOfUsual(finding: Finding, context: RenderContext): string | null {
  const { subject, medium } = context;
  const { code } = medium;
  switch (finding.code) {
    case 'evidence-unavailable':
      if (isOfAnotherVersion(finding.problem)) return OTHER_VERSION;
      if (finding.problem.inShort === MISCONFIGURED) {
        return whereMisconfigured(finding.severity, context);
      }
      if (subject.provider === GITHUB) return withoutToken(finding.problem.kind, context);
      if (subject.provider === THE_WORKER && finding.problem.kind === 'unavailable') {
        return whereSilent(finding.severity, context);
      }
      return subject.provider === THE_WORKER
        ? afterRefusal(finding.problem.kind, context)
        : afterProblem(finding.problem.kind, context);
    case 'no-usable-backup':
      return finding.nothingListed || finding.wholeOrganisation
        ? `Check the id and the key of this service in the Worker's configuration against ${portal(context)}. ${RERUN}`
        : null;
    case 'no-schedule':
      return subject.capabilities.ensureCron && finding.severity !== 'info'
        ? `Let the Worker keep one: set ${code('schedule')} of this service in its configuration.`
        : null;
    case 'schedule-suspended':
      return finding.severity === 'info' ? `Resume it in ${portal(context)}.` : null;
    case 'schedule-missing':
    case 'schedule-ambiguous':
    case 'schedule-kept':
      return `Compare ${code('schedule')} of this service in the Worker's configuration with ${portal(context)}.`;
    case 'unsupported':
      return finding.option.endsWith('schedule') || finding.option === 'schedule-times'
        ? `Remove ${code('schedule')} of this service from the Worker's configuration.`
        : null;
    default:
      return null;
  }
}

/** The provider refused what the Worker asked. */
function afterProblem(kind: Problem['kind'], context: RenderContext): string | null {
  switch (kind) {
    case 'credential-refused':
      return `Check that the secret of the Worker that holds the key is current, and that the key may read this service. ${RERUN}`;
    case 'unknown-service':
    case 'not-found':
      return `Check the id of this service in the Worker's configuration, and that its key can access it. ${RERUN}`;
    case 'refused':
      return `Check this service in the Worker's configuration against ${portal(context)}.`;
    case 'unavailable':
      return null;
  }
}

function withoutToken(kind: Problem['kind'], { medium: { code } }: RenderContext): string | null {
  if (kind === 'unavailable') return null;
  return `Check that the job has ${code('permissions: id-token: write')}. ${RERUN}`;
}

/** The Worker itself refused. */
function afterRefusal(kind: Problem['kind'], { medium: { code } }: RenderContext): string | null {
  switch (kind) {
    case 'credential-refused':
      return `Check that ${code('worker-url')} is ${code('oidc.audience')} of the Worker, and that a rule in ${code('oidc.allow')} fits this job: where one is missing, the log of this step lists the claims that it needs. ${RERUN}`;
    case 'unknown-service':
      return `Check the names in ${code('service')} against those in the Worker's configuration, and that it is deployed. ${RERUN}`;
    case 'not-found':
      return `Check ${code('worker-url')}, and that the Worker's configuration has ${code('oidc')}. ${RERUN}`;
    case 'refused':
      return `Correct what the answer names. ${OTHER_VERSION}`;
    case 'unavailable':
      return null;
  }
}

const OTHER_VERSION = 'Bring the Worker and this Action to the same version.';

function isOfAnotherVersion({ inShort = '' }: Problem): boolean {
  return inShort === UNREADABLE || inShort.startsWith(NEWER);
}

function whereMisconfigured(severity: Severity, context: RenderContext): string {
  const { code } = context.medium;
  const keys = `${code('GET /health')} of the Worker, with a ${code('STATUS_TOKEN')}, names the keys at fault.`;
  return [keys, `Correct and deploy it. ${RERUN}`, goOn(severity, context)].join(' ').trimEnd();
}

/** The Worker, or the way to it, does not answer. */
function whereSilent(severity: Severity, context: RenderContext): string {
  const check = `If it stays so, check ${context.medium.code('worker-url')}.`;
  return `Re-run this job in a few minutes. ${check} ${goOn(severity, context)}`.trimEnd();
}

/** Where the Worker itself is silent, the step alone decides. */
function goOn(severity: Severity, { medium: { code } }: RenderContext): string {
  return severity === 'block' ? `${code('on-unknown: warn')} lets the deploy go on meanwhile.` : '';
}

function portal({ subject }: RenderContext): string {
  return subject.provider === 'the provider' ? 'the provider' : `${subject.provider}'s portal`;
}
