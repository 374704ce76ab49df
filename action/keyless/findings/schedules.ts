import * as v from 'valibot';
import { cronText, instant, plainWord, text, textOrNull, texts } from '../wire.ts';
import { define, NOT_KEPT, problem } from './define.ts';

/** What is found about the schedules, and about changing them. */
export const ABOUT_SCHEDULES = {
  'no-schedule': define('no-schedule', {}),
  'schedule-not-kept': define('schedule-not-kept', {
    scheduleId: text,
    type: textOrNull,
    cron: cronText,
    dueAt: instant,
    graceMs: v.number(),
    outcome: v.picklist(NOT_KEPT),
  }),
  'schedule-unhealthy': define('schedule-unhealthy', { scheduleId: text, trouble: text }),
  'schedule-suspended': define('schedule-suspended', { scheduleIds: texts }),
  'schedule-missing': define('schedule-missing', {
    scheduleId: textOrNull,
    type: plainWord,
    scheduleIds: texts,
  }),
  'schedule-ambiguous': define('schedule-ambiguous', {
    type: plainWord,
    scheduleIds: texts,
    cronText: v.exactOptional(text),
  }),
  'schedule-unverifiable': define('schedule-unverifiable', {
    scheduleIds: texts,
    cronTexts: v.exactOptional(texts),
  }),
  'schedule-kept': define('schedule-kept', {
    scheduleId: text,
    cron: cronText,
    runsPerYear: v.number(),
    longestPauseMs: v.number(),
    askedCron: cronText,
    askedRunsPerYear: v.number(),
    askedLongestPauseMs: v.number(),
  }),
  'schedule-change-failed': define('schedule-change-failed', {
    scheduleId: textOrNull,
    unconfirmed: v.boolean(),
    problem,
  }),
};
