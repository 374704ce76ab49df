/** Where a page points within the repository, as it spells it. */
export function relativeLinks(markdown: string): readonly string[] {
  const text = withoutCode(markdown);
  const links = [
    ...text.matchAll(/\]\((?<to>[^)\s]+)\)/g),
    ...text.matchAll(/\b(?:src|srcset|href)="(?<to>[^"]+)"/g),
  ].map(({ groups = {} }) => groups['to'] ?? '');
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub gives the headings of a page, and those that it sets itself. */
export function anchorsOf(markdown: string): readonly string[] {
  const counts = new Map<string, number>();
  const headings = [...withoutFences(markdown).matchAll(/^#{1,6} (?<heading>.*)$/gm)];
  const slugs = headings.map(({ groups = {} }) => {
    const slug = slugOf(groups['heading'] ?? '');
    const seen = counts.get(slug) ?? 0;
    counts.set(slug, seen + 1);
    return seen === 0 ? slug : `${slug}-${seen}`;
  });
  return [...slugs, ...[...markdown.matchAll(/ id="(?<id>[^"]+)"/g)].map(([, id = '']) => id)];
}

/** As GitHub makes it: the words alone, in lower case, joined by hyphens. */
function slugOf(heading: string): string {
  const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/`[^`\n]+`/g, '``');
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^( *)```.*?^\1```$/gms, '');
}
