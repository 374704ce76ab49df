/** What a terminal shows of a job summary. */
export interface SummaryText {
  readonly heading: string;
  /** The rows of its table, each cell under the name of its column. */
  readonly rows: readonly (readonly (readonly [string, string])[])[];
  /** How much there is beyond it: the log has said the same, and charts need a browser. */
  readonly notes: number;
  readonly charts: number;
}

/** Reads the Markdown that the step leaves as its job summary. */
export function readSummary(markdown: string): SummaryText {
  const lines = markdown.split('\n');
  const [columns = [], , ...rows] = lines.filter((line) => line.startsWith('|')).map(splitRow);
  return {
    heading: lines.find((line) => line.startsWith('## '))?.slice(3) ?? '',
    rows: rows.map((cells) => cells.map((cell, index) => [columns[index] ?? '', cell] as const)),
    notes: lines.filter((line) => line.startsWith('- ')).length,
    charts: lines.filter((line) => line === '```mermaid').length,
  };
}

/** A bar that is escaped belongs to its cell. */
function splitRow(line: string): string[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) =>
    cell.trim().replaceAll('\\|', '|').replaceAll('<br>', ', ').replaceAll('`', ''),
  );
}
