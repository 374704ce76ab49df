import * as v from 'valibot';

/** Where something is told. Beyond these, its channel alone knows what it holds. It is stored. */
export const Target = v.looseObject({
  /** The channel's name in the registry. */
  kind: v.string(),
  /** The same for two targets that reach the same readers. */
  place: v.string(),
});
export type Target = Readonly<v.InferOutput<typeof Target>>;
