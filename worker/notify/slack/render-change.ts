import type { SectionBlock } from '@slack/types';
import type { Instant } from '../../../shared/domain/instant.ts';
import { buttonsFor } from '../../slack/buttons.ts';
import { SLACK, type SlackMessage, toMrkdwn } from '../../slack/message.ts';
import type { VerdictChange } from '../../watch/verdict-change.ts';
import { fitMarked } from '../marked.ts';
import { noticeOfChange, type Notice, SIGNS } from '../notice.ts';

/** Far below the 3,000 characters of a section and the 50 blocks of a message: people read this. */
const MAX_TITLE = 600;
const MAX_TEXT = 1000;
const MAX_FACT = 300;
const MAX_ITEMS = 8;

/** The message about an incident as it stands now. Once it is over there is nothing to click. */
export function renderChange(change: VerdictChange, now: Instant): SlackMessage {
  const { items, facts } = noticeOfChange(change, now);
  const title = renderTitle(change, now);
  const sections = items.slice(0, MAX_ITEMS).map(({ fact, remedy }) => {
    const texts = [fact, remedy].filter(Boolean).map((text) => fit(text, MAX_TEXT));
    return section(texts.join('\n'));
  });
  const more = items.length - sections.length;
  const lines = facts.map(({ label, value }) => `${label}: ${fit(value, MAX_FACT)}`);
  const context = [...(more === 0 ? [] : [`and ${more} more`]), ...lines].join(' · ');
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...sections,
      { type: 'context', elements: [toMrkdwn(context)] },
      ...(change.verdict === 'pass' ? [] : [buttonsFor(change.service)]),
    ],
  };
}

/** One line, for the thread of an incident. */
export function renderLine(change: VerdictChange, now: Instant): SlackMessage {
  const text = renderTitle(change, now);
  return { text, blocks: [section(text)] };
}

export function renderNotice({ tone, title }: Notice): SlackMessage {
  const text = `${SIGNS[tone]} ${fit(title, MAX_TITLE)}`;
  return { text, blocks: [section(text)] };
}

function renderTitle(change: VerdictChange, now: Instant): string {
  const { tone, title } = noticeOfChange(change, now);
  return `${SIGNS[tone]} ${fit(title, MAX_TITLE)}`;
}

function fit(text: string, max: number): string {
  return fitMarked(text, SLACK, { max });
}

function section(text: string): SectionBlock {
  return { type: 'section', text: toMrkdwn(text) };
}
