import type { Issue } from '../../emulator/github/index.ts';
import { escapeHtml } from './escape.ts';
import { markdownToHtml } from './markdown.ts';

/** An issue with its comments. */
export function writeIssue({
  number,
  title,
  state,
  labels,
  author,
  body,
  comments,
}: Issue): string {
  const label = labels.map((name) => `<span class="label">${escapeHtml(name)}</span>`).join(' ');
  const bodyBy = author?.login ?? 'nobody';
  return `<h1 class="issue-title">${escapeHtml(title)} <span>#${number}</span></h1>
<p><span class="state ${state}">${state === 'open' ? 'Open' : 'Closed'}</span> ${label}</p>
${writeComment(bodyBy, 'opened', body ?? '')}
${comments.map((comment) => writeComment(comment.author.login, 'commented', comment.body)).join('\n')}`;
}

function writeComment(login: string, verb: string, markdown: string): string {
  return `<div class="box comment">
<header><b>${escapeHtml(login)}</b> ${verb}</header>
<div class="markdown-body">${markdownToHtml(markdown)}</div>
</div>`;
}
