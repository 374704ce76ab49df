import { toOneLine } from '../../../shared/report/text.ts';
import { REPOSITORY_NAME } from '../../github/names.ts';
import type { OverrideOrder } from '../../protection/override.ts';

const MAX_WHY = 200;

/** `allow <service> <run or deployment url> <why>`. */
export type AllowCommand =
  | {
      readonly kind: 'allow';
      readonly service: string;
      /** In lower case; empty if the address begins with the repository. */
      readonly host: string;
      readonly repository: string;
      readonly target: OverrideOrder['target'];
      readonly why: string;
    }
  | { readonly kind: 'unclear-allow'; readonly problem: 'service' | 'url' | 'why' };

/** Of a page or of the API. Slack may put an address between `<` and `>`. */
const ADDRESS =
  /^<?(?:https?:\/\/)?([^/\s?#@|<]*)(?:\/[^\s?#@|]*)?\/([\w.-]+\/[\w.-]+)\/(actions\/runs|deployments)\/([1-9]\d{0,19})(?:[/?#|>][^\s]*)?$/;

/** Words as they were typed, without the first. */
export function parseAllow(words: readonly string[]): AllowCommand {
  const [service, address = '', ...more] = words;
  if (service === undefined) return { kind: 'unclear-allow', problem: 'service' };
  const [, host = '', repository = '', kind, id = ''] =
    ADDRESS.exec(address.replace(/>$/, '')) ?? [];
  if (!REPOSITORY_NAME.test(repository)) return { kind: 'unclear-allow', problem: 'url' };
  const why = toOneLine(more.join(' '), MAX_WHY);
  if (why === '') return { kind: 'unclear-allow', problem: 'why' };
  const target = kind === 'deployments' ? { deployment: id } : { run: id };
  const named = { service: service.toLowerCase(), host: host.toLowerCase() };
  return { kind: 'allow', ...named, repository, target, why };
}
