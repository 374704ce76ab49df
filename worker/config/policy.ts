import * as v from 'valibot';
import { BACKUP_TYPES } from '../../shared/domain/backup.ts';
import { type Policy, policyOf } from '../../shared/domain/policy.ts';
import { type MaxSizeDrop, SETTINGS } from '../../shared/domain/settings.ts';
import { CORE_PROVIDERS, type ProviderName } from '../../shared/provider/core-providers.ts';
import { listOf, oneOf, section, text } from './fields.ts';

const {
  'max-age': maxAge,
  'min-size': minSize,
  'max-size-drop': maxSizeDrop,
  'accept-types': accept,
  'in-progress': inProgress,
  'on-unknown': onUnknown,
} = SETTINGS;

/** How a service is judged: the settings of the Action, with the same values and defaults. */
export function policySchema(provider: ProviderName | null) {
  const blocksOnDrop = (value: MaxSizeDrop) => value.kind === 'limit' && value.severity === 'block';
  return v.pipe(
    section({
      maxAge: v.pipe(v.optional(text(maxAge.parse), maxAge.default), v.description(maxAge.meaning)),
      minSize: v.pipe(
        v.optional(text(minSize.parse), minSize.default),
        needing(minSize.needs, provider, (value: number | null) => value !== null),
        v.description(minSize.meaning),
      ),
      maxSizeDrop: v.pipe(
        v.optional(text(maxSizeDrop.parse), maxSizeDrop.default),
        needing(maxSizeDrop.needs, provider, blocksOnDrop),
        v.description(maxSizeDrop.meaning),
      ),
      acceptTypes: v.pipe(
        v.optional(acceptTypesSchema, accept.default),
        v.description(accept.meaning),
      ),
      inProgress: v.pipe(
        v.optional(oneOf(inProgress.words), inProgress.default),
        v.description(inProgress.meaning),
      ),
      onUnknown: v.pipe(
        v.optional(oneOf(onUnknown.words), onUnknown.default),
        v.description(onUnknown.meaning),
      ),
    }),
    v.transform((given): Policy => {
      const values = {
        'max-age': given.maxAge,
        'min-size': given.minSize,
        'max-size-drop': given.maxSizeDrop,
        'accept-types': given.acceptTypes,
        'in-progress': given.inProgress,
        'on-unknown': given.onUnknown,
      };
      return policyOf(values, 'none');
    }),
  );
}

const TYPES_ALLOWED = `use "all", or a list of some of ${BACKUP_TYPES.join(', ')}`;

export const acceptTypesSchema = v.union(
  [v.literal(accept.default), v.pipe(listOf(oneOf(BACKUP_TYPES)), v.nonEmpty(TYPES_ALLOWED))],
  TYPES_ALLOWED,
);

/** A value that only warns is accepted for every provider. */
function needing<Value>(
  needs: 'sizes',
  provider: ProviderName | null,
  isRelied: (value: Value) => boolean,
): v.CheckAction<Value, string> {
  const isMet = provider === null || CORE_PROVIDERS[provider].capabilities[needs];
  const title = provider === null ? '' : CORE_PROVIDERS[provider].title;
  const message = `${title}'s API reports no sizes in a known unit; leave this out`;
  return v.check((value) => isMet || !isRelied(value), message);
}
