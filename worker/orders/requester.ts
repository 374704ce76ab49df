import * as v from 'valibot';
import { Target } from '../notify/target.ts';

/** A part of a requester's label: our own words, text from outside, or a Slack user. */
const LabelPart = v.union([
  v.object({ kind: v.literal('words'), text: v.string() }),
  v.object({ kind: v.literal('quote'), text: v.string() }),
  v.object({ kind: v.literal('slack-user'), id: v.string() }),
]);
export type LabelPart = v.InferOutput<typeof LabelPart>;

/**
 * Who asked for a run. Each entrance creates its own; nothing else needs to know the entrances.
 * Plain data, so it can be stored.
 */
export const Requester = v.object({
  /** The name of the entrance. */
  via: v.string(),
  /** What the run's JSON shows; with `via` the identity of the requester. */
  details: v.record(v.string(), v.string()),
  /** What people read after "Asked for by". */
  label: v.array(LabelPart),
  /** Where it is notified of the run's end; `null` if it polls the run. */
  replyTo: v.nullable(Target),
});
export type Requester = Readonly<v.InferOutput<typeof Requester>>;

/** The same text for the same requester, who is stored only once. */
export function identify({ via, details }: Requester): string {
  const entries = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([via, entries]);
}
