import { describe, expect, test } from 'vitest';
import { remediesWithWorker } from '../../../action/keyless/remedies.ts';
import type { Finding, FindingCode } from '../../../shared/domain/finding.ts';
import { verdictOf } from '../../../shared/domain/verdict.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../../shared/domain/every-finding-fixture.ts';
import { serviceResult } from '../../shared/report/service-result-fixture.ts';
import { addHealthy } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { BACKUP_CASES } from '../findings/backup-cases.ts';
import { READING_CASES } from '../findings/reading-cases.ts';
import { SCHEDULE_CASES } from '../findings/schedule-cases.ts';
import type { FindingCase } from '../findings/finding-case.ts';
import type { Recording } from '../recording-core.ts';
import { runStep, SERVICE } from '../step.ts';
import { startKeyless } from './keyless-step.ts';
import { leave } from './leave.ts';
import { overTheWire } from './over-the-wire.ts';

const resultWith = (finding: Finding) =>
  serviceResult({ name: 'prod', findings: [finding], verdict: verdictOf([finding]) });

/** What people and machines get, without what to do. */
function withoutRemedies({ outputs, summary, lines, failures, warnings, notices }: Recording) {
  const { result = '', ...scalars } = outputs;
  return {
    scalars,
    result: JSON.parse(result, (name, value: unknown) => (name === 'message' ? null : value)),
    summary: summary.replace(/<br>\*\*To do:\*\* .*?(?=<br>)/g, ''),
    told: [...lines, ...failures, ...warnings, ...notices]
      .join('\n')
      .replace(/^.*To do: .*\n?/gm, ''),
  };
}

describe('outputs, summary and log of a result are the same over the wire', () => {
  test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
    'with %s',
    async (_, finding) => {
      const result = resultWith(finding);
      const [near, far] = [await leave(result), await leave(overTheWire(result))];
      expect(far).toEqual({ ...near, core: expect.anything() });
      const adapted = await leave(overTheWire(result), remediesWithWorker(new Map()));
      expect(withoutRemedies(adapted)).toEqual(withoutRemedies(near));
    },
  );

  test('the comparison sees a difference', async () => {
    const [one, other] = [EVERY_FINDING['too-small'], EVERY_FINDING['size-dropped']];
    const [near, far] = [await leave(resultWith(one)), await leave(resultWith(other))];
    expect(withoutRemedies(near)).not.toEqual(withoutRemedies(far));
  });
});

/** What a step through a Worker can be asked too. */
const CASES: readonly FindingCase[] = [...BACKUP_CASES, ...SCHEDULE_CASES, ...READING_CASES].filter(
  ({ inputs = {} }) => !('schedule' in inputs) && !('schedule-id' in inputs),
);

/** The same but for the ids that an emulator draws by lot. */
function comparable(recording: Recording): unknown {
  const text = JSON.stringify(withoutRemedies(recording));
  return JSON.parse(text.replaceAll(/\b[0-9a-f]{32}\b/g, 'id'));
}

const takes = ({ inputs = {} }: FindingCase) => 'backup' in inputs;

async function bothWays({ arrange, inputs = {} }: FindingCase) {
  const cloud = await startMariadbCloud();
  const stage = await startKeyless();
  try {
    arrange(cloud);
    arrange(stage.cloud);
    const withKey = await runStep(cloud, { service: `prod=${SERVICE}`, ...inputs });
    return { withKey, withWorker: await stage.step(inputs) };
  } finally {
    await Promise.all([cloud.close(), stage.close()]);
  }
}

describe('a step with a Worker leaves what a step with the key leaves', () => {
  test.each(CASES.filter((each) => !takes(each)))('where $when: $findings', async (each) => {
    const { withKey, withWorker } = await bothWays(each);
    expect(comparable(withWorker)).toEqual(comparable(withKey));
  });

  // Waiting for a run takes a little longer than waiting for the backup itself.
  test.each([
    ...CASES.filter(takes),
    { when: 'a backup is taken', arrange: addHealthy, inputs: { backup: 'always' }, findings: [] },
    { when: 'none is needed', arrange: addHealthy, inputs: { backup: 'if-needed' }, findings: [] },
    {
      when: 'one would be taken',
      arrange: addHealthy,
      inputs: { backup: 'always', 'dry-run': 'true' },
      findings: [],
    },
  ])('where $when: $findings, but for the time it took', async (each) => {
    const { withKey, withWorker } = await bothWays(each);
    for (const { outputs, summary } of [withKey, withWorker]) {
      const [service] = parseResult(outputs).services;
      expect(service?.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
        each.findings,
      );
      expect(summary).toContain('A one-time full backup');
    }
    const left = [withKey, withWorker].map(({ outputs }) => {
      const { verdict, gate, reasons } = outputs;
      const [service] = parseResult(outputs).services;
      return { verdict, gate, reasons, state: service?.request?.['state'] };
    });
    expect(left[1]).toEqual(left[0]);
  });
});

test('the cases are many, and reach most codes', () => {
  expect(CASES.length).toBeGreaterThan(25);
  const reached = new Set(
    CASES.flatMap(({ findings }) => findings.map((each) => each.split(' ')[1])),
  );
  const codes = Object.keys(EVERY_FINDING) as FindingCode[];
  expect(codes.filter((code) => reached.has(code)).length).toBeGreaterThan(15);
});
