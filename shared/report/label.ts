import type { ServiceResult } from '../domain/service-result.ts';
import { MARKDOWN, type Medium, PLAIN } from './medium.ts';

type Named = Pick<ServiceResult, 'service' | 'name'>;

/** A service as people call it: by its name, or by its id where it has none. */
export function labelService({ service, name }: Named, { quote }: Medium = PLAIN): string {
  return quote(name ?? service);
}

export function labelInMarkdown(named: Named): string {
  return labelService(named, MARKDOWN);
}

/**
 * Names that identify services. Two services of an organisation may have the same name, and a name
 * may be the id of another; then the id is added.
 */
export function distinguishNames(
  services: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const labels = services.flatMap((id) => [...new Set([id, names.get(id) ?? id])]);
  const uses = Map.groupBy(labels, (label) => label);
  return new Map(
    [...names].map(([id, name]) => {
      const isUnclear = name !== id && (uses.get(name)?.length ?? 0) > 1;
      return [id, isUnclear ? `${name} (${id})` : name];
    }),
  );
}
