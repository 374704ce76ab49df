import { type BackupRun, isEnded } from '../../../../shared/backup-run/run.ts';
import { check } from '../../../../shared/check/check.ts';
import type { Acting, Checked, CheckOptions } from '../../../../shared/check/options.ts';
import { notTaken, readEnd } from '../../../../shared/check/taken.ts';
import { whyNotTaken } from '../../../../shared/check/why-not-taken.ts';
import { isUnfinished } from '../../../../shared/domain/backup.ts';
import { type Policy, policyOf } from '../../../../shared/domain/policy.ts';
import { createRuleContext } from '../../../../shared/domain/rules/rule-context.ts';
import { SETTINGS } from '../../../../shared/domain/settings.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { StandInOptions } from './index.ts';
import type { Question } from './question.ts';
import type { Runs } from './runs.ts';

/** The policy that a question asks for, with the defaults where it asks for none. */
function policyIn(question: Question): Policy {
  const { maxAge, minSize, maxSizeDrop, acceptTypes, inProgress, onUnknown } = question;
  const read = <Value>(
    {
      default: unset,
      parse,
    }: { default: string; parse: (text: string) => { ok: true; value: Value } | { ok: false } },
    text: string = unset,
  ): Value => {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(`not a setting: ${text}`);
    return parsed.value;
  };
  const values = {
    'max-age': read(SETTINGS['max-age'], maxAge),
    'min-size': read(SETTINGS['min-size'], minSize),
    'max-size-drop': read(SETTINGS['max-size-drop'], maxSizeDrop),
    'accept-types': read(SETTINGS['accept-types'], acceptTypes?.join(',')),
    'in-progress': read(SETTINGS['in-progress'], inProgress),
    'on-unknown': read(SETTINGS['on-unknown'], onUnknown),
  };
  return policyOf(values, 'none');
}

type Judging = StandInOptions & { readonly runs: Runs };

/** What `check` finds; or 202 with the runs that have to come first. */
export async function judge(question: Question, judging: Judging) {
  const running: string[] = [];
  const needed: string[] = [];
  const found = await Promise.all(
    question.services.map((name) => checkOne(name, question, { judging, running, needed })),
  );
  if (needed.length > 0 && running.length === 0) {
    const runs = needed.map((name) => judging.runs.start(name, question.type ?? 'full'));
    const [first, ...also] = runs;
    return { status: 202, body: { ...first, also } };
  }
  const results = found.flatMap((each) => each.results);
  const checked = results.map((result) => ({ provider: 'mariadb-cloud', result }));
  const dryRun = question.dryRun ?? false;
  const whole = { version: 1, verdict: '', gate: '', dryRun, judgedAt: '', services: [] };
  return { status: 200, body: { ...whole, checked, ...(running.length > 0 && { running }) } };
}

interface Noting {
  readonly judging: Judging;
  readonly running: string[];
  readonly needed: string[];
}

function checkOne(
  name: string,
  question: Question,
  { judging, running, needed }: Noting,
): Promise<Checked> {
  const { services, clock, runs } = judging;
  const config = services[name];
  if (!config) throw new Error(`no service ${name}`);
  const run = runs.find(name, question.runs ?? []);
  const acting: Partial<Acting> = {
    awaitRunning: (evidence, context) => {
      const { newest } = createRuleContext(evidence, context.options.policy, clock.now());
      if (newest && isUnfinished(newest)) running.push(name);
      return Promise.resolve({ evidence, findings: [] });
    },
    takeBackup: (evidence, context) => {
      if (run) return Promise.resolve(readEnd(asEnded(run), context));
      const why = whyNotTaken(evidence, context);
      if (why === null) needed.push(name);
      return Promise.resolve(notTaken(why ?? 'undecided', context));
    },
  };
  const options: CheckOptions = {
    policy: policyIn(question),
    schedule: { kind: 'none' },
    backup: question.backup ?? 'never',
    backupType: question.type ?? 'full',
    judged: question.gate !== 'off',
    dryRun: question.dryRun ?? false,
  };
  return check({
    entry: PROVIDERS['mariadb-cloud'],
    connection: config,
    services: [config.service],
    names: new Map([[config.service, name]]),
    loadActing: () => Promise.resolve(acting),
    options,
    deadline: Number.POSITIVE_INFINITY,
    isPatient: false,
    clock,
    log: () => {},
  });
}

/** The step waits no longer. */
function asEnded(run: BackupRun): BackupRun {
  if (isEnded(run)) return run;
  return { ...run, state: 'timed-out', message: run.message ?? run.state };
}
