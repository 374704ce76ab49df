/**
 * The host of GitHub's pages, of which `apiUrl` is the API: `github.com` for `api.github.com`. A
 * server of one's own has both on one host, the API below `/api/v3`.
 */
export function webHostOf(apiUrl: string): string {
  return new URL(apiUrl).host.replace(/^api\./, '');
}

/** Of its pages and of its API: both have addresses that name a deployment. */
export function hostsOf(apiUrl: string): readonly string[] {
  return [webHostOf(apiUrl), new URL(apiUrl).host];
}

/** Of names and numbers that were checked when they came. */
export function runAddressOf(
  { repository, runId }: { readonly repository: string; readonly runId: string },
  apiUrl: string,
): string {
  return `${new URL(apiUrl).protocol}//${webHostOf(apiUrl)}/${repository}/actions/runs/${runId}`;
}
