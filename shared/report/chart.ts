import { type Backup, duration } from '../domain/backup.ts';
import { MINUTE, SECOND } from '../domain/instant.ts';

/** More bars would be too narrow. */
const MAX_BARS = 14;

/** Fewer backups than this are better read in the table. */
const MIN_BARS = 5;

interface Scale {
  readonly unit: string;
  readonly of: number;
}

const SIZES: readonly Scale[] = [
  { unit: 'GB', of: 1e9 },
  { unit: 'MB', of: 1e6 },
  { unit: 'kB', of: 1e3 },
  { unit: 'bytes', of: 1 },
];

const DURATIONS: readonly Scale[] = [
  { unit: 'minutes', of: MINUTE },
  { unit: 'seconds', of: SECOND },
];

/**
 * Two small Mermaid charts: sizes and durations of the last backups, oldest first. Empty if there
 * are too few, or nothing to measure. Holds only numbers and dates, no outside text.
 */
export function drawHistory(history: readonly Backup[]): string {
  if (!isWorthDrawing(history)) return '';
  const shown = datable(history).slice(-MAX_BARS);
  const labels = labelBars(shown);
  return [
    drawBars({ title: 'Size', labels, values: shown.map((b) => b.sizeBytes), scales: SIZES }),
    drawBars({ title: 'Duration', labels, values: shown.map(duration), scales: DURATIONS }),
  ].join('');
}

/** Days, if each has one backup; else numbers, because Mermaid merges equal labels. */
function labelBars(shown: readonly Backup[]): readonly string[] {
  const days = shown.map(({ startedAt }) => new Date(startedAt ?? 0).toISOString().slice(5, 10));
  const distinct = new Set(days).size === days.length;
  return distinct ? days : days.map((_, index) => String(index + 1));
}

/** Small enough to fit below a table, in a colour that works on light and dark. */
const LOOK = `%%{init: ${JSON.stringify({
  xyChart: {
    width: 720,
    height: 250,
    titleFontSize: 16,
    xAxis: { labelFontSize: 12 },
    yAxis: { labelFontSize: 11, titleFontSize: 13 },
  },
  themeVariables: { xyChart: { plotColorPalette: '#4393e6' } },
})}}%%`;

export function isWorthDrawing(history: readonly Backup[]): boolean {
  return datable(history).length >= MIN_BARS;
}

function datable(history: readonly Backup[]): readonly Backup[] {
  return history.filter(({ startedAt }) => startedAt !== null);
}

interface Bars {
  readonly title: string;
  readonly labels: readonly string[];
  /** `null` is drawn as nothing. */
  readonly values: readonly (number | null)[];
  readonly scales: readonly Scale[];
}

function drawBars({ title, labels, values, scales }: Bars): string {
  const highest = Math.max(...values.map((value) => value ?? 0));
  if (highest <= 0) return '';
  const scale = scales.find(({ of }) => highest >= of) ?? scales[scales.length - 1];
  if (!scale) return '';
  const bars = values.map((value) => round((value ?? 0) / scale.of));
  return `
\`\`\`mermaid
${LOOK}
xychart-beta
    title "${title} of the last ${values.length} backups, oldest first"
    x-axis [${labels.map((label) => `"${label}"`).join(', ')}]
    y-axis "${scale.unit}" 0 --> ${round((highest / scale.of) * 1.1)}
    bar [${bars.join(', ')}]
\`\`\`
`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
