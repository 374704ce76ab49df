/** Writes a title with an empty line above it. */
export function writeTitle(text: string): void {
  console.log(`\n${text}\n`);
}

/** Writes notes below a table, with an empty line between. */
export function writeNotes(texts: readonly string[]): void {
  console.log(['', ...texts.map((text) => `  ${text}`)].join('\n'));
}

type Row = readonly string[];

/** Writes rows below their heads: the first column to the left, the figures to the right. */
export function writeTable(heads: Row, rows: readonly Row[]): void {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  for (const row of [heads, ...rows]) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(`  ${cells.join('   ')}`.trimEnd());
  }
}
