import * as v from 'valibot';

const Result = v.object({
  services: v.array(v.object({ findings: v.array(v.looseObject({ code: v.string() })) })),
});

/** The findings of every service, as the output `result` tells them. */
export function findingsIn(outputs: Readonly<Record<string, string>>) {
  const { services } = v.parse(Result, JSON.parse(outputs['result'] ?? ''));
  return services.flatMap(({ findings }) => findings);
}
