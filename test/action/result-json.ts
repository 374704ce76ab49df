import {
  array,
  type InferOutput,
  literal,
  looseObject,
  nullable,
  object,
  optional,
  parse,
  picklist,
  string,
  boolean,
} from 'valibot';

const Result = object({
  version: literal(1),
  verdict: picklist(['', 'pass', 'warn', 'block']),
  gate: picklist(['open', 'closed']),
  dryRun: boolean(),
  judgedAt: string(),
  services: array(
    object({
      provider: string(),
      service: string(),
      name: optional(string()),
      verdict: picklist(['', 'pass', 'warn', 'block']),
      cause: nullable(picklist(['backups', 'unknown', 'request'])),
      findings: array(
        looseObject({
          code: string(),
          severity: picklist(['block', 'warn', 'info']),
          message: string(),
        }),
      ),
      latest: nullable(looseObject({})),
      schedule: nullable(looseObject({})),
      request: nullable(looseObject({})),
    }),
  ),
});

/** The `result` output, held against the shape that users rely on. */
export function parseResult(outputs: Readonly<Record<string, string>>): InferOutput<typeof Result> {
  return parse(Result, JSON.parse(outputs['result'] ?? ''));
}
