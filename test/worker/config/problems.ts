import { parseConfig } from '../../../worker/config/index.ts';
import { CONFIG, SECRETS, SERVICES } from '../open-app.ts';

/** What is wrong with a good configuration of which some sections are replaced. */
export function problemsWith(
  sections: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  return problemsOf({ ...CONFIG, ...sections }, secrets);
}

/** What is wrong with a good service of which some keys are replaced; `undefined` leaves one out. */
export function problemsWithService(over: Readonly<Record<string, unknown>>): readonly string[] {
  const given = Object.entries({ ...SERVICES.prod, ...over });
  const prod = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return problemsWith({ services: { ...SERVICES, prod } });
}

export function problemsOf(
  config: unknown,
  secrets: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const parsed = parseConfig({ CONFIG: config, ...SECRETS, ...secrets });
  return parsed.ok ? [] : parsed.problem;
}
