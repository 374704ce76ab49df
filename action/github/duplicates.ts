import { SECOND } from '../../shared/domain/instant.ts';
import { writeDuplicate } from './issue-text.ts';
import type { IssuesApi, MarkedIssue } from './issues.ts';
import type { Reporting } from './reporting.ts';

/** The list may lag a little behind a new issue. */
const MAX_LOOKS = 3;
const BETWEEN_LOOKS = 2 * SECOND;

interface Looking extends Pick<Reporting, 'clock' | 'log'> {
  readonly issues: IssuesApi;
  readonly list: () => Promise<readonly MarkedIssue[]>;
}

/**
 * Two simultaneous runs may both find no issue and open one each. Each looks again and closes its
 * own if an older one is open, so the older one stays.
 */
export async function withdrawYounger(
  opened: readonly MarkedIssue[],
  { issues, clock, log, list }: Looking,
): Promise<void> {
  let listed: readonly MarkedIssue[] = [];
  const isMissing = () => opened.some((own) => !listed.some(({ number }) => number === own.number));
  for (let looks = 0; looks < MAX_LOOKS && isMissing(); looks += 1) {
    if (looks > 0) await clock.sleep(BETWEEN_LOOKS);
    listed = await list();
  }
  for (const own of opened) {
    const oldest = listed.find(
      ({ key, author }) => key === own.key && author.login === own.author.login,
    );
    if (!oldest || oldest.number >= own.number) continue;
    await closeDuplicate(own.number, oldest.number, issues);
    log(`issue #${own.number} closed: another run had already opened #${oldest.number}`);
  }
}

export async function closeDuplicate(
  number: number,
  stays: number,
  issues: IssuesApi,
): Promise<void> {
  await issues.comment(number, writeDuplicate(stays));
  await issues.close(number, 'not_planned');
}
