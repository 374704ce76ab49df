import { ANY_PROVIDER, type Capabilities } from '../../../shared/domain/capability.ts';
import { LIST_ONLY } from '../domain/capabilities-fixture.ts';
import { PROVIDERS } from '../../../shared/provider/create-provider.ts';

/** The texts in code spans, which name something to be typed as it stands. */
export function spansOf(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]*)`/g)].map(([, span = '']) => span);
}

/** What each provider can do, one that can do everything, and one that can do nothing but list. */
export const EVERY_PROVIDER: readonly Capabilities[] = [
  ...Object.values(PROVIDERS).map(({ capabilities }) => capabilities),
  ANY_PROVIDER,
  LIST_ONLY,
];
