import { err, ok, type Result } from '../../shared/domain/result.ts';

/** A part of CHANGELOG.md: the heading without its `## `, and the text below it. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** Everything below a heading of the second level; what looks like one in a code block is none. */
export function readSections(changelog: string): readonly Section[] {
  const sections: { heading: string; lines: string[] }[] = [];
  let isCode = false;
  for (const line of changelog.split(/\r?\n/)) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? undefined : /^## +(.*?) *$/.exec(line)?.[1];
    if (heading === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ heading, lines: [] });
  }
  return sections.map(({ heading, lines }) => ({ heading, text: lines.join('\n').trim() }));
}

/** What is said of a version, or why a release of it has no notes. */
export function cutNotes(changelog: string, version: string): Result<string, string> {
  const sections = readSections(changelog);
  const section = sections.find(({ heading }) => heading.split(' ')[0] === version);
  if (!section) {
    const others = sections.map(({ heading }) => `"${heading}"`).join(', ') || 'none';
    return err(
      `CHANGELOG.md has no section for ${version}. Its sections are: ${others}. Add "## ${version} - YYYY-MM-DD".`,
    );
  }
  if (!/^\S+ - \d{4}-\d{2}-\d{2}$/.test(section.heading))
    return err(
      `CHANGELOG.md has "## ${section.heading}" without a date. Write "## ${version} - YYYY-MM-DD".`,
    );
  if (section.text === '') return err(`CHANGELOG.md says nothing below "## ${section.heading}".`);
  return ok(section.text);
}
