import * as v from 'valibot';

/** Where a notification goes. Only its channel knows the other fields. It is stored. */
export const Target = v.looseObject({
  /** The channel's name in the registry. */
  kind: v.string(),
  /** Equal for two targets that reach the same readers. */
  place: v.string(),
});
export type Target = Readonly<v.InferOutput<typeof Target>>;
