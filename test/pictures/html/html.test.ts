import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../shared/report/service-result-fixture.ts';
import { readAnnotations, writeAnnotations } from './annotations.ts';
import { writeIssue } from './issue.ts';
import { markdownToHtml } from './markdown.ts';
import { mrkdwnToHtml } from './mrkdwn.ts';
import { writeChannel } from './slack.ts';
import { writeStatuses } from './statuses.ts';

/** What no text may become, whatever stands in it. */
const ALIVE = /<\/?(?:script|img|svg|iframe|style|meta|link|form)\b|<[^>]*\son\w+\s*=/i;

/** Values of attributes are left out: they may hold any word, but nothing that ends them. */
const withoutValues = (html: string) => html.replaceAll(/="[^"<>]*"/g, '');

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<br onclick=alert(1)>',
  '<details ontoggle=alert(1) open>',
  '</section><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "'><iframe src=javascript:alert(1)>",
  '<!-- --><script>alert(1)</script>',
  '<!-- <script>alert(1)</script>',
  '<scr<!-- -->ipt>alert(1)</scr<!-- -->ipt>',
  '<scr<b>ipt src=x>',
];

const NAMES = new Map([['U1', 'anna']]);

const WRITERS: readonly (readonly [string, (text: string) => string])[] = [
  ['Markdown', markdownToHtml],
  ['a chart', (text) => markdownToHtml(`\`\`\`mermaid\n${text}\n\`\`\`\n`)],
  ['mrkdwn', (text) => mrkdwnToHtml(text, NAMES)],
  ['a mention', (text) => mrkdwnToHtml('<@U1>', new Map([['U1', text]]))],
  ['an annotation', (text) => writeAnnotations([{ level: 'error', title: text, message: text }])],
  ['a status', (text) => writeStatuses([statusOf(text)])],
  ['an issue', (text) => writeIssue(issueOf(text))],
  ['a message', (text) => writeChannel([messageOf(text)], NAMES)],
];

function statusOf(text: string) {
  return { sha: '0', state: text, context: text, description: text, targetUrl: '', at: 0 };
}

function issueOf(text: string) {
  const author = { login: text, type: 'Bot' } as const;
  return {
    number: 1,
    title: text,
    body: text,
    state: 'open' as const,
    stateReason: null,
    labels: [text],
    author,
    isPullRequest: false,
    isLocked: false,
    comments: [{ body: text, author, at: 0 }],
    openedAt: 0,
    closedAt: null,
  };
}

function messageOf(text: string) {
  const section = { type: 'section', text: { type: 'mrkdwn', text } };
  const header = { type: 'header', text: { type: 'plain_text', text } };
  return {
    blocks: [section, header, { type: 'context', elements: [section.text] }],
    ephemeral: true,
  };
}

describe.each(WRITERS)('%s', (_, write) => {
  test.each(HOSTILE)('brings nothing to life: %s', (text) => {
    expect(withoutValues(write(text))).not.toMatch(ALIVE);
  });

  test('brings nothing to life, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...HOSTILE), (text, hostile) => {
        expect(withoutValues(write(`${text}${hostile}`))).not.toMatch(ALIVE);
      }),
    );
  });
});

describe('Markdown', () => {
  test('keeps the tags that GitHub keeps, and hides comments', () => {
    const folded = '<details><summary>✅ 2 more</summary>\n\n| a |\n| --- |\n| b |\n\n</details>\n';
    expect(markdownToHtml(folded)).toMatch(/^<details><summary>✅ 2 more<\/summary>/);
    expect(markdownToHtml(folded)).toContain('<td>b</td>');
    expect(markdownToHtml('a<br>b <sub>c</sub>')).toContain('a<br>b <sub>c</sub>');
    expect(markdownToHtml('a\n\n<!-- marker -->\n')).not.toContain('marker');
  });

  test('shows a tag that is not known as text, so that it is noticed', () => {
    expect(markdownToHtml('a <blink>b</blink>')).toContain('&#60;blink&#62;b&#60;/blink&#62;');
  });

  test('is that of GitHub: a bar that is escaped stays in its cell, also in a code span', () => {
    const table = '| a | b |\n| --- | --- |\n| `x\\|y` | z |\n';
    expect(markdownToHtml(table)).toContain('<td><code>x|y</code></td>\n<td>z</td>');
  });

  test('leads nowhere but to other pages', () => {
    expect(markdownToHtml('[a](javascript:alert)')).not.toContain('href');
    expect(markdownToHtml('[a](https://example.com)')).toContain('href="https://example.com"');
  });

  test('hands a chart on as it is, and only a chart', () => {
    const html = markdownToHtml('```mermaid\nbar ["<b>"]\n```\n\n```yaml\na: 1\n```\n');
    expect(html).toContain('<section class="mermaid">bar [&#34;&#60;b&#62;&#34;]\n</section>');
    expect(html.match(/<section/g)).toHaveLength(1);
  });
});

describe('mrkdwn', () => {
  test.each([
    ['*bold* and `code`', '<b>bold</b> and <code>code</code>'],
    ['*a `b` c*', '<b>a <code>b</code> c</b>'],
    ['a `*b*` c', 'a <code>*b*</code> c'],
    ['a\nb', 'a<br>b'],
    ['> `why`\nnext', '<blockquote><code>why</code></blockquote>next'],
    ['<@U1>', '<span class="mention">@anna</span>'],
    ['<@U2>', '<span class="mention">@U2</span>'],
    ['2 &lt; 3 &amp;&amp; 4', '2 &#60; 3 &#38;&#38; 4'],
    ['`&amp;lt;`', '<code>&#38;lt;</code>'],
    ['<https://example.com|a page>', '<a>a page</a>'],
  ])('%s', (mrkdwn, html) => {
    expect(mrkdwnToHtml(mrkdwn, NAMES)).toBe(html);
  });
});

test('a block of Slack that has no look yet is an error, not a gap', () => {
  const blocks = [{ type: 'carousel', elements: [] }];
  expect(() => writeChannel([{ blocks, ephemeral: false }], NAMES)).toThrow(/carousel/);
});

test('annotations are read from the commands in a log', () => {
  const log = [
    'prod: BLOCK',
    '::error title=Blocked%3A 1%2C 2::a%0Ab: 100%25',
    '::warning::no title',
    '::notice title=Good,line=1::fine',
    '::add-mask::secret',
    'text ::error::not at the start',
  ].join('\n');
  expect(readAnnotations(log)).toEqual([
    { level: 'error', title: 'Blocked: 1, 2', message: 'a\nb: 100%' },
    { level: 'warning', title: '', message: 'no title' },
    { level: 'notice', title: 'Good', message: 'fine' },
  ]);
});
