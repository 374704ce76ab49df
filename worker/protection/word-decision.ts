import { formatDuration } from '../../shared/domain/duration.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import { MARKED } from '../../shared/report/medium.ts';
import {
  cutSummary,
  describeJudgements,
  type Judgements,
  RUN_AGAIN,
  sayHeldTooLong,
  sayUnjudgedTooLong,
  sayUnnamed,
  writeComment,
} from './comment.ts';
import type { Decision } from './decide.ts';
import type { DeploymentRecord, StoredDecision } from './deployment-record.ts';
import type { Override } from './override.ts';
import { explainOverride, noticeOfConfirmed } from './override-notice.ts';

type Final = Extract<Decision, { kind: 'approve' | 'reject' }>;

interface Given {
  readonly record: Pick<DeploymentRecord, 'repository' | 'environment' | 'requestedAt'>;
  readonly judgements: Judgements;
  /** The one that lets it through. */
  readonly override: Override | null;
  readonly now: Instant;
}

/** The decision as it is stored, and as GitHub is told, each time that it is sent. */
export function wordDecision({ kind, why }: Final, given: Given): StoredDecision {
  const { summary, lines, last } = wordsFor(why, given);
  return {
    state: kind === 'approve' ? 'approved' : 'rejected',
    why,
    summary: cutSummary(summary),
    comment: writeComment(lines, last),
    at: given.now,
  };
}

interface Parts {
  readonly summary: string;
  readonly lines: readonly string[];
  /** What is said whole, however long the rest is. */
  readonly last: readonly string[];
}

function wordsFor(why: Final['why'], { record, judgements, override, now }: Given): Parts {
  const words = describeJudgements(judgements);
  const { repository, environment } = record;
  switch (why) {
    case 'gate':
      return { ...words, last: [] };
    case 'override': {
      const summary = override ? `🔓 ${explainOverride(noticeOfConfirmed(override))}` : '';
      return { summary, lines: words.lines, last: [summary] };
    }
    case 'blocked':
      return { ...words, last: [RUN_AGAIN] };
    case 'held': {
      const heldFor = formatDuration(now - record.requestedAt);
      return { ...words, last: [sayHeldTooLong(heldFor), RUN_AGAIN] };
    }
    case 'unnamed': {
      const place = `environment ${MARKED.quote(environment)} of ${MARKED.quote(repository)}`;
      const summary = `❌ Deploy blocked: ${MARKED.code('github.protect')} does not name ${place}`;
      return { summary, lines: [summary], last: [sayUnnamed(repository, environment), RUN_AGAIN] };
    }
    case 'unjudged':
      return {
        ...words,
        last: [sayUnjudgedTooLong(formatDuration(now - record.requestedAt)), RUN_AGAIN],
      };
  }
}
