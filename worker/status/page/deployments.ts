import type { Instant } from '../../../shared/domain/instant.ts';
import { type DeploymentView, showDeployments } from '../deployment-view.ts';
import type { ShownVerdict } from '../shown-verdict.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { drawIcon, LOOKS } from './verdict-mark.ts';
import { cite, writeAge, writeMarked, writeSub } from './words.ts';

const VERDICTS: Readonly<Record<DeploymentView['state'], ShownVerdict>> = {
  waiting: 'unknown',
  held: 'warn',
  approved: 'pass',
  rejected: 'block',
  superseded: 'unknown',
};

/** Deployments that GitHub holds for the Worker's answer, and those that were decided of late. */
export function writeDeployments(all: readonly DeploymentView[], now: Instant): Markup {
  const { shown, left } = showDeployments(all, now);
  if (shown.length === 0) return NOTHING;
  const items = shown.map((one) => {
    const verdict = VERDICTS[one.state];
    const what = markup`<b>${cite(one.repository)}</b> to <b>${cite(one.environment)}</b>: ${one.state}, ${writeAge(one.decidedAt ?? one.requestedAt, now)} · run ${one.runId}`;
    const owed =
      one.decidedAt !== null && !one.isAnswered ? ' GitHub has not taken the answer yet.' : '';
    const why =
      one.message + owed === '' ? '' : writeSub(markup`${writeMarked(one.message)}${owed}`);
    return markup`<li><span class="${verdict}">${drawIcon(LOOKS[verdict].shape)}</span><div>${what}${why}</div></li>`;
  });
  const more = left === 0 ? NOTHING : markup`<li>and ${left} more</li>`;
  return markup`<section><h2>Deployments</h2><ul class="items panel">${items}${more}</ul></section>`;
}
