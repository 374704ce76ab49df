import type { Instant } from '../../../shared/domain/instant.ts';
import { unreadResult } from '../../../shared/domain/service-result.ts';
import { CORE_PROVIDERS } from '../../../shared/provider/core-providers.ts';
import type { ServiceConfig } from '../../config/index.ts';
import type { JudgedForStep, StepOrder } from '../../judge-for-step.ts';

const MESSAGE = 'the Worker could not judge it; its log says why';

/** A service whose coordinator did not answer: unknown, as the stricter `onUnknown` says. */
export function unjudged(
  service: ServiceConfig,
  { given, backup, type, judged }: StepOrder,
  judgedAt: Instant,
): JudgedForStep {
  const { title, capabilities } = CORE_PROVIDERS[service.provider];
  const isLenient = [service.policy, given].every(({ onUnknown = 'warn' }) => onUnknown === 'warn');
  const severity = isLenient ? 'warn' : 'block';
  const problem = { kind: 'unavailable', message: MESSAGE, traceId: null } as const;
  const found = { code: 'evidence-unavailable', severity, what: 'everything', problem } as const;
  const findings = judged || backup !== 'never' ? [found] : [];
  const about = { provider: title, capabilities, judged, judgedAt };
  const request = { type, state: 'undecided', backupId: null } as const;
  const result = unreadResult(service.service, findings, about);
  return {
    result: { ...result, name: service.name, request: backup === 'never' ? null : request },
    isToWait: false,
    isBackupNeeded: false,
  };
}
