import type { Schedule } from '../domain/schedule.ts';
import type { EnsuredSchedule } from '../domain/service-result.ts';
import { quotePlain } from '../report/text.ts';
import type { CheckContext } from './options.ts';

/** Logs what became of a schedule, with what it was before. */
export function logEnsured(ensured: EnsuredSchedule, { options, log }: CheckContext): void {
  const { id, change, before, after } = ensured;
  if (change === 'unchanged') return;
  const name = id === '' ? 'schedule' : `schedule ${quotePlain(id)}`;
  const would = options.dryRun && change !== 'kept' ? 'would be ' : '';
  const type = quotePlain((after ?? before)?.type ?? '');
  const is = after ? describe(after) : 'none';
  const was = before && describe(before);
  const states = was === null || was === is ? is : `${was} → ${is}`;
  log(`${name} ${would}${change}: ${type} backup ${states}`);
}

function describe({ cron, suspended }: Schedule): string {
  const when = cron ? `at "${cron.text}" UTC` : 'at times not shown';
  return `${when}${suspended ? ', suspended' : ''}`;
}
