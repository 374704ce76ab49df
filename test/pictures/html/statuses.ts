import type { CommitStatus } from '../../emulator/github/index.ts';
import { escapeHtml } from './escape.ts';

/** The lists of checks below pull requests, one for each commit. */
export function writeStatuses(statuses: readonly CommitStatus[]): string {
  return [...Map.groupBy(statuses, ({ sha }) => sha).values()].map(writeList).join('\n');
}

function writeList(statuses: readonly CommitStatus[]): string {
  const failing = statuses.filter(({ state }) => state !== 'success').length;
  const summary = failing === 0 ? 'All checks have passed' : 'Some checks were not successful';
  const counts = `${failing} failing, ${statuses.length - failing} successful checks`;
  return `<div class="box statuses">
<header><b>${summary}</b><p>${counts}</p></header>
${statuses.map(writeRow).join('\n')}
</div>`;
}

function writeRow({ state, context, description }: CommitStatus): string {
  return `<div class="status ${escapeHtml(state)}">
  <span class="sign"></span><span class="avatar"></span>
  <span class="text"><b>${escapeHtml(context)}</b> <span>— ${escapeHtml(description)}</span></span>
</div>`;
}
