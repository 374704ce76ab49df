/** What a parser returns: a value, or the reason why there is none. Parsers do not throw. */
export type Result<Value, Problem> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function err<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

type AnyResults = Readonly<Record<string, Result<unknown, unknown>>>;
type ValueOf<Each> = Each extends { readonly ok: true; readonly value: infer Value }
  ? Value
  : never;
type ProblemOf<Each> = Each extends { readonly ok: false; readonly problem: infer P } ? P : never;
type Values<Results> = { readonly [Name in keyof Results]: ValueOf<Results[Name]> };
type Problems<Results> = readonly ProblemOf<Results[keyof Results]>[];

/** All values, or all problems at once, so that nobody has to fix them one by one. */
export function combine<Results extends AnyResults>(
  results: Results,
): Result<Values<Results>, Problems<Results>> {
  const all = Object.entries(results);
  const problems = all.flatMap(([, result]) => (result.ok ? [] : [result.problem]));
  // The compiler knows the types of the entries only by name, before they are taken apart.
  if (problems.length > 0) return err(problems as Problems<Results>);
  const values = all.flatMap(([name, result]) => (result.ok ? [[name, result.value]] : []));
  return ok(Object.fromEntries(values) as Values<Results>);
}

export function problemsOf<Problem>(
  result: Result<unknown, readonly Problem[]>,
): readonly Problem[] {
  return result.ok ? [] : result.problem;
}
