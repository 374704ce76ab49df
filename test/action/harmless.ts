import { expect } from 'vitest';

/** Every character that any reader of a log could take for the end of a line. */
export const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;
const UNSEEN = /[\p{Cc}\p{Cf}]/u;
const OUR_COMMAND = /^::(?:add-mask|(?:error|warning) title=[^:,\r\n]+)::/;

/** Besides the masks of our own there is at most the one annotation at the end. */
export function expectHarmlessLog(log: string, masks = 1) {
  const commands = log.split(LINE_BREAK).filter((line) => line.trimStart().startsWith('::'));
  expect(commands.filter((line) => !OUR_COMMAND.test(line))).toEqual([]);
  expect(commands.length).toBeLessThanOrEqual(masks + 1);
  expect(log).not.toContain('##[');
  expect(log.replaceAll('\n', '')).not.toMatch(UNSEEN);
  expect(log.length).toBeLessThan(20_000);
}

/** What is alive of Markdown: all but the code spans, our line breaks and our small print. */
export function liveMarkdown(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replace(/<br>|<\/?sub>/g, '');
}

export function expectHarmlessSummary(summary: string) {
  expect(liveMarkdown(summary)).not.toMatch(/[<>]|https?:|www\.|@\w|\]\(|GH-1|#1/i);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary.replaceAll('\n', '')).not.toMatch(UNSEEN);
  const rows = summary.split('\n').filter((line) => line.startsWith('| '));
  expect(new Set(rows.map((row) => row.match(/(?<!\\)\|/g)?.length))).toEqual(new Set([6]));
  // Ours: one of the whole, and one for each service that has something to tell.
  expect(summary.match(/^#+ .*/gm)?.filter((line) => !/^## ⛔ |^### ⛔ `/.test(line))).toEqual([]);
}

export function expectHarmlessOutputs(outputs: Readonly<Record<string, string>>) {
  expect(Object.keys(outputs)).toHaveLength(10);
  for (const value of Object.values(outputs)) expect(value).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
  expect(JSON.parse(outputs['result'] ?? '')).toMatchObject({ version: 1 });
}
