import * as v from 'valibot';
import { Target } from '../notify/target.ts';

/** A piece of a requester's label: our own words, text from outside, or a user of Slack. */
const LabelPart = v.variant('kind', [
  v.object({ kind: v.literal('words'), text: v.string() }),
  v.object({ kind: v.literal('quote'), text: v.string() }),
  v.object({ kind: v.literal('slack-user'), id: v.string() }),
]);
export type LabelPart = v.InferOutput<typeof LabelPart>;

/**
 * Who asked for a run. Each way in makes its own; nobody else has to know which ways in there are.
 * Plain data, so it can be stored.
 */
export const Requester = v.object({
  /** The name of the way in. */
  via: v.string(),
  /** What the run shows of it, and what makes it the same requester as another. */
  details: v.record(v.string(), v.string()),
  /** How people read it, after "Asked for by". */
  label: v.array(LabelPart),
  /** Where it is told of the end of the run; `null` where it reads the run itself. */
  replyTo: v.nullable(Target),
});
export type Requester = Readonly<v.InferOutput<typeof Requester>>;

/** The same text for the same requester: who asks again is named once. */
export function identify({ via, details }: Requester): string {
  const entries = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([via, entries]);
}
