import { systemClock } from '../shared/clock.ts';
import type { Policy } from '../shared/domain/policy.ts';
import { judge } from '../shared/domain/verdict.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import { gatherEvidence } from '../shared/provider/gather.ts';
import { buildReport } from '../shared/report/build-report.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import type { ServiceConfig } from './config.ts';

/** What the Action judges by where no input says otherwise. */
const POLICY: Policy = {
  acceptTypes: 'all',
  maxAge: { kind: 'auto' },
  minSizeBytes: null,
  maxSizeDrop: { kind: 'limit', percent: 50, severity: 'warn' },
  inProgress: 'previous',
  onUnknown: 'block',
  schedule: 'none',
};

/** The gate's verdict on a service, as it stands. */
export async function judgeService(config: ServiceConfig): Promise<ServiceReport> {
  const { create, capabilities } = PROVIDERS[config.provider];
  const provider = create({ ...config, clock: systemClock });
  const now = systemClock.now();
  const evidence = await gatherEvidence({ ...config, provider, policy: POLICY, now });
  return buildReport(judge(evidence, POLICY, now), {
    service: config.name,
    judged: true,
    can: capabilities,
    findings: [],
    ensured: null,
    request: null,
  });
}
