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
  for (const line of visibleLines(markdown)) {
    const heading = /^#+ (?<text>.*)$/.exec(line)?.groups?.['text'];
    if (heading === undefined) write(plain(line), { indent, hang: 2 });
    else writeHeading(heading);
  }
}

function writeHeading(text: string): void {
  write();
  write(text, { indent, style: 'bold' });
}

/** Without comments and blank lines; a break within an item is a line of its own, set in. */
export function visibleLines(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/<br>\s*/g, '\n  ')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** Without emphasis, small print and code, and links by their text. */
export function plain(line: string): string {
  return line.replaceAll(/\*\*|`|<\/?sub>/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
