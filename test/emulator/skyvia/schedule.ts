import { emptyAnswer, jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { badRequest } from '../server/refusal.ts';
import { requestedBackup } from './backups.ts';
import type { Answering, Call } from './call.ts';

export function readSchedule(call: Call): Answer {
  const { schedule } = requestedBackup(call);
  if (schedule === 'none') return emptyAnswer({ status: 204 });
  return jsonAnswer({ active: schedule === 'active' });
}

/** What becomes of a backup that has no schedule is not documented; here it is refused. */
export function switchTo(schedule: 'active' | 'inactive'): Answering {
  return (call) => {
    const record = requestedBackup(call);
    if (record.schedule === 'none') throw badRequest(`backup ${record.backup} has no schedule`);
    record.schedule = schedule;
    return call.settings.enableAnswers === 'empty' ? emptyAnswer() : readSchedule(call);
  };
}
