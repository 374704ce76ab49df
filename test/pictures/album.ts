import { readAnnotations, writeAnnotations } from './html/annotations.ts';
import { writeIssue } from './html/issue.ts';
import { markdownToHtml } from './html/markdown.ts';
import { type ShownMessage, writeChannel } from './html/slack.ts';
import { writeStatuses } from './html/statuses.ts';
import { fileOf, type Picture, SCHEMES } from './picture.ts';
import { drawEveryMark } from './scenes/charts.ts';
import type { SceneName } from './scenes/steps.ts';
import type { SlackMessages } from './scenes/slack.ts';
import type { StatusPages } from './scenes/status.ts';
import { CHANNEL, USER } from '../walkthrough/worker/stage.ts';

/** What a summary, or an issue, has beside GitHub's own columns. */
const GITHUB_WIDTH = 960;

const SLACK_WIDTH = 760;

const NAMES = new Map([
  [USER.id, USER.name],
  [CHANNEL.id, CHANNEL.name],
]);

function summaryOf(scene: SceneName, name: string): Picture {
  return {
    name: `summary-${name}`,
    look: 'github',
    width: GITHUB_WIDTH,
    draw: ({ steps }) =>
      `<div class="box summary"><header><b>deploy</b> summary</header>
<div class="markdown-body">${markdownToHtml(steps[scene].summary)}</div></div>`,
  };
}

function slackOf(name: string, choose: (messages: SlackMessages) => ShownMessage[]): Picture {
  return {
    name,
    look: 'slack',
    width: SLACK_WIDTH,
    draw: ({ slack }) => writeChannel(choose(slack), NAMES),
  };
}

interface StatusView {
  readonly width: number;
  readonly choose: (pages: StatusPages) => string;
}

function statusOf(name: string, { width, choose }: StatusView): Picture {
  return { name, look: 'none', width, draw: ({ status }) => choose(status) };
}

/** Everything that people see, but the log. */
export const ALBUM: readonly Picture[] = [
  summaryOf('blocks', 'blocks'),
  summaryOf('passes', 'passes'),
  summaryOf('warns', 'gate-warn'),
  summaryOf('outage', 'outage'),
  summaryOf('invalid', 'invalid-inputs'),
  summaryOf('twelve', '12-services'),
  summaryOf('forty', '40-services'),
  {
    name: 'charts',
    look: 'github',
    width: GITHUB_WIDTH,
    draw: () => `<div class="markdown-body">${markdownToHtml(drawEveryMark())}</div>`,
  },
  {
    name: 'annotations',
    look: 'github',
    width: GITHUB_WIDTH,
    draw: ({ steps }) =>
      Object.values(steps)
        .map(({ log }) => writeAnnotations(readAnnotations(log)))
        .join('\n'),
  },
  {
    name: 'statuses',
    look: 'github',
    width: 780,
    draw: ({ statuses }) => writeStatuses(statuses),
  },
  {
    name: 'issue-opened',
    look: 'github',
    width: GITHUB_WIDTH,
    draw: ({ opened }) => writeIssue(opened),
  },
  {
    name: 'issue-closed',
    look: 'github',
    width: GITHUB_WIDTH,
    draw: ({ closed }) => writeIssue(closed),
  },
  slackOf('slack-run', ({ accepted, succeeded, failed }) => [accepted, succeeded, failed]),
  slackOf('slack-status', ({ status }) => [status]),
  statusOf('status-few', { width: 1100, choose: ({ few }) => few }),
  statusOf('status-12-services', { width: 1280, choose: ({ overview }) => overview }),
  statusOf('status-phone', { width: 375, choose: ({ overview }) => overview }),
  statusOf('status-service', { width: 1280, choose: ({ service }) => service }),
];

export function filesOf(album: readonly Picture[]): readonly string[] {
  return album.flatMap((picture) => SCHEMES.map((scheme) => fileOf(picture, scheme)));
}

/** Every clone gets them, and each change of them again. */
export const MAX_DOCS_BYTES = 120_000;

/** The few that the documentation shows, and which pictures they are. */
export const DOCS: Readonly<Record<string, string>> = {
  'summary-light.png': 'summary-blocks-light.png',
  'summary-dark.png': 'summary-blocks-dark.png',
  'slack-light.png': 'slack-run-light.png',
  'slack-dark.png': 'slack-run-dark.png',
  'status-light.png': 'status-few-light.png',
  'status-dark.png': 'status-few-dark.png',
};
