import * as v from 'valibot';
import { BACKUP_TYPES } from '../../../../shared/domain/backup.ts';
import { SETTINGS } from '../../../../shared/domain/settings.ts';
import { Refused } from './refused.ts';

/** A text that is not the default: the step may not send what it was not given. */
const given = (unset: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check((text) => text !== unset && text !== ''),
    ),
  );

const Question = v.strictObject({
  services: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(40)),
  backup: v.optional(v.picklist(['if-needed', 'always'])),
  type: v.optional(v.picklist(BACKUP_TYPES)),
  runs: v.optional(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]+\.[0-9a-f]{32}$/)))),
  gate: v.optional(v.picklist(['warn', 'off'])),
  dryRun: v.optional(v.literal(true)),
  maxAge: given(SETTINGS['max-age'].default),
  minSize: given(SETTINGS['min-size'].default),
  maxSizeDrop: given(SETTINGS['max-size-drop'].default),
  acceptTypes: v.optional(v.pipe(v.array(v.picklist(BACKUP_TYPES)), v.minLength(1))),
  inProgress: given(SETTINGS['in-progress'].default),
  onUnknown: given(SETTINGS['on-unknown'].default),
});

export type Question = v.InferOutput<typeof Question>;

export function readQuestion(body: unknown, known: readonly string[]): Question {
  const parsed = v.safeParse(Question, body);
  if (!parsed.success) {
    throw new Refused(400, 'unreadable', parsed.issues.map((each) => each.message).join('; '));
  }
  const { services } = parsed.output;
  if (new Set(services).size < services.length) throw new Refused(400, 'unreadable', 'Twice.');
  const missing = services.find((name) => !known.includes(name));
  if (missing) throw new Refused(404, 'not-found', `There is no service ${missing}.`);
  return parsed.output;
}
