import type { Finding } from '../../shared/domain/finding.ts';

/**
 * The service and the findings of an issue, in a hidden comment in its text. It identifies the
 * issue whatever its title. Findings are compared by code and severity: ages and sizes change with
 * every run.
 */
export interface Marker {
  /** Provider and service; see `keyOf`. */
  readonly key: string;
  /** `latest-backup-failed:block` and so on, in alphabetical order. */
  readonly findings: readonly string[];
}

/** `provider/service`, encoded so that it cannot end the comment. */
export function keyOf(provider: string, service: string): string {
  const encoded = encodeURIComponent(service.toWellFormed()).replaceAll('%2F', '/');
  return `${provider}/${encoded.replaceAll('--', '%2D%2D')}`;
}

/** Leaves out `info`, which comes and goes without anything being wrong. */
export function fingerprint(findings: readonly Finding[]): readonly string[] {
  const counted = findings.filter(({ severity }) => severity !== 'info');
  return [...new Set(counted.map(({ code, severity }) => `${code}:${severity}`))].toSorted();
}

export function writeMarker({ key, findings }: Marker): string {
  return `<!-- backup-gate:${key} ${findings.join(',')} -->`;
}

const MARKER = /^<!-- backup-gate:(?<key>[^\s>]+) (?<findings>[a-z:,-]*) -->\r?$/gm;

/**
 * `null` if there is none. The marker is the last line of its form: quoted text from outside is
 * never a line of its own, so it cannot be mistaken for it.
 */
export function parseMarker(body: string): Marker | null {
  const { key, findings } = [...body.matchAll(MARKER)].at(-1)?.groups ?? {};
  if (key === undefined || findings === undefined) return null;
  return { key, findings: findings.split(',').filter(Boolean) };
}
