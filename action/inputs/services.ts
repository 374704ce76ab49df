import {
  type AllServices,
  isAllServices,
  type WatchedServices,
} from '../../shared/domain/organisation.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { splitList } from '../../shared/domain/settings.ts';
import { PROVIDERS, type ProviderName } from '../../shared/provider/create-provider.ts';
import type { RawInputs } from './names.ts';
import { type Parsed, refuse, refuseValue } from './parsed.ts';

/** The services, and what the workflow calls them. */
export interface Watched {
  readonly services: WatchedServices;
  readonly names: ReadonlyMap<string, string>;
}

/** One item of the input: an id, or `name=id`. */
interface Given {
  readonly text: string;
  readonly name: string | null;
  readonly id: string;
}

/** A letter or digit first; no separator, and nothing that would have to be quoted. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u;

export function parseServices(raw: RawInputs, provider: ProviderName | null): Parsed<Watched> {
  const given = splitList(raw.service).map(splitName);
  if (given.some(({ id }) => isAllServices(id.toLowerCase()))) return parseAll(given, provider);
  const parse = provider === null ? ok : PROVIDERS[provider].parseService;
  return parseEach(given, parse, 'service ids, or use all');
}

/** As many as one invocation of the Worker has subrequests for. */
const MAX_THROUGH_WORKER = 40;

/** A service's name in the Worker's configuration. */
const WORKER_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

export function parseWorkerServices(raw: RawInputs): Parsed<Watched> {
  const given = splitList(raw.service).map(splitName);
  if (given.length > MAX_THROUGH_WORKER) {
    return refuse('service', `names more than ${MAX_THROUGH_WORKER} services. Use several steps.`);
  }
  return parseEach(
    given,
    (name) =>
      WORKER_NAME.test(name) && name !== 'all'
        ? ok(name)
        : err('names of services in worker/config.json, such as prod; all is none of them'),
    'names of services in worker/config.json',
  );
}

function parseEach(
  given: readonly Given[],
  parse: (id: string) => Result<string, string>,
  what: string,
): Parsed<Watched> {
  if (given.length === 0) {
    return refuse('service', `required, but empty. List one or more ${what}.`);
  }
  const wrong = given.filter(({ id }) => !parse(id).ok);
  const [problem] = wrong.flatMap(({ id }) => problemOf(parse(id)));
  if (problem !== undefined) return refuseAll(wrong, problem);
  const misnamed = given.filter(({ name }) => name !== null && !NAME.test(name));
  if (misnamed.length > 0) {
    return refuseAll(misnamed, 'name=id, with a name of letters, digits, ".", "_", "/" or "-"');
  }
  return withoutRepeats(
    given.flatMap(({ id, name }) => {
      const parsed = parse(id);
      return parsed.ok ? [{ name, id: parsed.value }] : [];
    }),
  );
}

function splitName(text: string): Given {
  const at = text.indexOf('=');
  if (at === -1) return { text, name: null, id: text };
  return { text, name: text.slice(0, at).trim(), id: text.slice(at + 1).trim() };
}

function problemOf<Problem>(result: Result<unknown, Problem>): readonly Problem[] {
  return result.ok ? [] : [result.problem];
}

function refuseAll(given: readonly Given[], allowed: string): Parsed<never> {
  return refuseValue('service', given.map(({ text }) => text).join(', '), allowed);
}

function withoutRepeats(parsed: readonly Pick<Given, 'name' | 'id'>[]): Parsed<Watched> {
  const ids = parsed.map(({ id }) => id);
  const names = parsed.flatMap(({ id, name }): readonly [string, string][] =>
    name === null ? [] : [[id, name]],
  );
  const twice = [...repeated(ids), ...repeated(names.map(([, name]) => name))];
  const misleading = names.flatMap(([id, name]) =>
    name !== id && ids.includes(name) ? [name] : [],
  );
  if (misleading.length > 0) {
    return refuseValue(
      'service',
      misleading.join(', '),
      'a name that is not the id of another service',
    );
  }
  if (twice.length > 0) {
    return refuseValue('service', twice.join(', '), 'each service and each name only once');
  }
  return ok({ services: ids, names: new Map(names) });
}

function repeated(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}

function parseAll(given: readonly Given[], provider: ProviderName | null): Parsed<Watched> {
  const [only] = given;
  if (given.length === 1 && only && isAll(only.text, provider)) {
    return ok({ services: only.text, names: new Map() });
  }
  const workspaces = provider !== null && PROVIDERS[provider].capabilities.wholeWorkspace;
  const word = workspaces ? 'a whole workspace, such as 12/all,' : 'all';
  return refuseAll(given, `${word} in lower case and on its own, or service ids`);
}

/** A workspace has to have the form that it has in the id of a service. */
function isAll(text: string, provider: ProviderName | null): text is AllServices {
  if (text === 'all') return true;
  if (!isAllServices(text) || provider === null) return isAllServices(text);
  const { capabilities, parseService } = PROVIDERS[provider];
  return capabilities.wholeWorkspace && parseService(text.replace(/all$/, '0')).ok;
}
