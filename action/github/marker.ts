import type { Finding } from '../../shared/domain/finding.ts';

/**
 * What an issue is about, and the findings that it tells, in a comment that no reader sees. Found
 * by it, an issue may get any title; compared by it, findings are the same for as long as their
 * codes and severities are: ages and sizes are others at every run.
 */
export interface Marker {
  /** Provider and service; see `keyOf`. */
  readonly key: string;
  /** `latest-backup-failed:block` and so on, in the order of the alphabet. */
  readonly findings: readonly string[];
}

/** The provider, a slash, the service. Holds nothing that could end the comment. */
export function keyOf(provider: string, service: string): string {
  const encoded = encodeURIComponent(service.toWellFormed()).replaceAll('%2F', '/');
  return `${provider}/${encoded.replaceAll('--', '%2D%2D')}`;
}

/** Information comes and goes without anything being wrong, so it does not count. */
export function fingerprint(findings: readonly Finding[]): readonly string[] {
  const counted = findings.filter(({ severity }) => severity !== 'info');
  return [...new Set(counted.map(({ code, severity }) => `${code}:${severity}`))].toSorted();
}

export function writeMarker({ key, findings }: Marker): string {
  return `<!-- backup-gate:${key} ${findings.join(',')} -->`;
}

const MARKER = /^<!-- backup-gate:(?<key>[^\s>]+) (?<findings>[a-z:,-]*) -->\r?$/gm;

/**
 * `null` where there is none. It stands on a line of its own, the last such line: text from outside
 * is quoted within a line and cannot pass for it.
 */
export function parseMarker(body: string): Marker | null {
  const { key, findings } = [...body.matchAll(MARKER)].at(-1)?.groups ?? {};
  if (key === undefined || findings === undefined) return null;
  return { key, findings: findings.split(',').filter(Boolean) };
}
