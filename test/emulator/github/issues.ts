import { formatInstant } from '../../../shared/domain/instant.ts';
import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { integerWithin, oneOf as oneWord, matching } from '../server/query.ts';
import type { QueryRules } from '../server/query.ts';
import { Refusal } from '../server/refusal.ts';
import { areTexts, oneOf, readBody, textUpTo } from './body.ts';
import type { Call } from './call.ts';
import { pageOf } from './page.ts';
import { addIssue } from './state.ts';
import type { Issue } from './state.ts';

const mostTitle = 256;
const mostBody = 65_536;

export const issuesQuery: QueryRules = {
  labels: matching(/^[\w,.-]+$/, 'names of labels'),
  creator: matching(/^[\w[\]-]+$/, 'the name of an account'),
  state: oneWord('open', 'closed', 'all'),
  sort: oneWord('created', 'updated', 'comments'),
  direction: oneWord('asc', 'desc'),
  per_page: integerWithin(1, 100),
  page: integerWithin(1),
};

/** Pull requests are listed too. Newest first, unless it is asked otherwise. */
export function listIssues(call: Call): Answer {
  const { state, query } = call;
  const wanted = query.get('labels')?.split(',') ?? [];
  const creator = query.get('creator');
  const status = query.get('state') ?? 'open';
  const listedUntil = state.clock.now() - state.settings.listLagMs;
  const rows = state.issues
    .filter(({ openedAt }) => openedAt <= listedUntil)
    .filter(({ author }) => creator === undefined || author?.login === creator)
    .filter(({ labels }) => wanted.every((label) => labels.includes(label)))
    .filter((issue) => status === 'all' || issue.state === status)
    .map(toWire);
  return pageOf(query.get('direction') === 'asc' ? rows : rows.toReversed(), call);
}

/** GitHub would create a missing label by itself, in grey; here it has to be there. */
export function createIssue({ state, request }: Call): Answer {
  if (!state.settings.hasIssues) throw new Refusal(410, 'Issues are disabled for this repo');
  const body = readBody(request, {
    title: { check: textUpTo(mostTitle, 1), needed: true },
    body: { check: textUpTo(mostBody) },
    labels: { check: areTexts },
  });
  const given = Array.isArray(body['labels']) ? body['labels'].map(String) : [];
  const labels = state.settings.dropsLabels ? [] : given;
  const missing = labels.find((label) => !state.labels.has(label));
  if (missing !== undefined) throw new Refusal(422, `the label ${missing} does not exist`);
  const texts = { title: String(body['title']), body: String(body['body'] ?? '') };
  return jsonAnswer(toWire(addIssue(state, { ...texts, labels })), { status: 201 });
}

export function changeIssue(call: Call): Answer {
  const issue = findIssue(call);
  const body = readBody(call.request, {
    title: { check: textUpTo(mostTitle, 1) },
    body: { check: textUpTo(mostBody) },
    state: { check: oneOf('open', 'closed') },
    state_reason: { check: oneOf('completed', 'not_planned', 'reopened', null) },
  });
  if (typeof body['title'] === 'string') issue.title = body['title'];
  if (typeof body['body'] === 'string') issue.body = body['body'];
  if (body['state'] === 'closed') {
    issue.state = 'closed';
    issue.closedAt = call.state.clock.now();
    issue.stateReason = String(body['state_reason'] ?? 'completed');
  }
  return jsonAnswer(toWire(issue));
}

export function createComment(call: Call): Answer {
  const issue = findIssue(call);
  const body = readBody(call.request, { body: { check: textUpTo(mostBody, 1), needed: true } });
  if (issue.isLocked) throw new Refusal(403, 'Unable to create comment because issue is locked.');
  const { clock, settings } = call.state;
  const comment = { body: String(body['body']), author: settings.account, at: clock.now() };
  issue.comments.push(comment);
  return jsonAnswer({ id: issue.comments.length, body: comment.body }, { status: 201 });
}

function findIssue({ state, id }: Call): Issue {
  const issue = state.issues.find(({ number }) => String(number) === id);
  if (!issue) throw new Refusal(404, 'Not Found');
  return issue;
}

function toWire(issue: Issue): Record<string, unknown> {
  const { number, title, body, state, stateReason, author, labels } = issue;
  return {
    number,
    title,
    body,
    state,
    state_reason: stateReason,
    user: author,
    labels: labels.map((name) => ({ name })),
    created_at: formatInstant(issue.openedAt),
    ...(issue.isPullRequest ? { pull_request: { url: `/pulls/${number}` } } : {}),
  };
}
