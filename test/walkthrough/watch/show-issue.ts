import type { Issue } from '../../emulator/github/index.ts';
import { write } from '../paper.ts';

const indent = 4;

/** Writes an issue as a reader sees it: without what its Markdown hides. */
export function writeIssue(issue: Issue): void {
  writeHead(issue);
  writeMarkdown(issue.body ?? '');
}

/** Writes what has become of it, without the text that was shown before. */
export function writeEnd(issue: Issue): void {
  writeHead(issue);
  for (const { author, body } of issue.comments) {
    write(`${author.login} commented`, { indent, style: 'dim' });
    writeMarkdown(body);
  }
}

function writeHead({ number, title, state, labels, author }: Issue): void {
  write(`#${number} ${title}`, { indent, style: 'bold' });
  const by = author?.login ?? 'nobody';
  write(`${state}, label ${labels.join(', ')}, opened by ${by}`, { indent, style: 'dim' });
}

function writeMarkdown(markdown: string): void {
  const visible = markdown.replace(/<!--.*?-->/g, '').trim();
  for (const line of visible.split('\n').filter((each) => each !== '')) {
    const heading = /^#+ (?<text>.*)$/.exec(line)?.groups?.['text'];
    if (heading === undefined) write(plain(line), { indent, hang: 2 });
    else writeHeading(heading);
  }
}

function writeHeading(text: string): void {
  write();
  write(text, { indent, style: 'bold' });
}

/** Without emphasis, and links by their text. */
function plain(line: string): string {
  return line.replaceAll('**', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
