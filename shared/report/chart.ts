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
 * are too few, or nothing to measure. Holds only numbers, dates and our own words, no outside text.
 */
export function drawHistory(history: readonly Backup[]): string {
  if (!isWorthDrawing(history)) return '';
  const shown = datable(history).slice(-MAX_BARS);
  const labels = labelBars(shown);
  const sizes = shown.map((backup) => toBar(backup, backup.sizeBytes));
  const durations = shown.map((backup) => toBar(backup, duration(backup)));
  return [
    drawChart({ title: 'Size', labels, bars: sizes, scales: SIZES }),
    drawChart({ title: 'Duration', labels, bars: durations, scales: DURATIONS }),
  ].join('');
}

export function isWorthDrawing(history: readonly Backup[]): boolean {
  return datable(history).length >= MIN_BARS;
}

function datable(history: readonly Backup[]): readonly Backup[] {
  return history.filter(({ startedAt }) => startedAt !== null);
}

/** Days, or times of day, if they differ; else numbers, because Mermaid merges equal labels. */
function labelBars(shown: readonly Backup[]): readonly string[] {
  const dates = shown.map(({ startedAt }) => new Date(startedAt ?? 0).toUTCString());
  const days = dates.map((date) => date.slice(5, 11).replace(/^0/, ''));
  const times = dates.map((date) => date.slice(17, 22));
  const distinct = [days, times].find((labels) => new Set(labels).size === labels.length);
  return distinct ?? dates.map((_, index) => String(index + 1));
}

/** What stands in the place of a bar: a sign before the label, which the title explains. */
interface Mark {
  readonly sign: '✗' | '…' | '?';
  readonly meaning: string;
}

type Bar = number | Mark;

const NOT_KNOWN: Mark = { sign: '?', meaning: 'not known' };

/** Only a success has a bar: that of a failed backup would look like a small one. */
function toBar({ status }: Backup, measured: number | null): Bar {
  switch (status) {
    case 'succeeded':
      return measured ?? NOT_KNOWN;
    case 'failed':
    case 'canceled':
      return { sign: '✗', meaning: status };
    case 'queued':
    case 'running':
      return { sign: '…', meaning: status };
    case 'unrecognised':
      return NOT_KNOWN;
  }
}

/** All colours work on light and on dark. */
const BAR_COLOUR = '#4393e6';

/** The marks that are also seen from afar: a pale column where the bar would be. */
const COLUMNS = [
  { sign: '✗', colour: '#f8514973' },
  { sign: '…', colour: '#d2992273' },
] as const;

interface Chart {
  readonly title: string;
  readonly labels: readonly string[];
  readonly bars: readonly Bar[];
  readonly scales: readonly Scale[];
}

function drawChart({ title, labels, bars, scales }: Chart): string {
  const highest = Math.max(0, ...bars.filter((bar) => typeof bar === 'number'));
  const scale = scales.find(({ of }) => highest >= of) ?? scales[scales.length - 1];
  if (highest === 0 || !scale) return '';
  const top = round((highest / scale.of) * 1.1);
  const columns = COLUMNS.filter(({ sign }) => bars.some((bar) => signOf(bar) === sign));
  const series = [
    bars.map((bar) => (typeof bar === 'number' ? round(bar / scale.of) : null)),
    ...columns.map(({ sign }) => bars.map((bar) => (signOf(bar) === sign ? top : null))),
  ];
  const marked = bars.map((bar, index) => `${signOf(bar)} ${labels[index]}`.trimStart());
  return `
\`\`\`mermaid
${writeLook([BAR_COLOUR, ...columns.map(({ colour }) => colour)])}
xychart-beta
    title "${title} of the last ${bars.length} backups, oldest first${explainMarks(bars)}"
    x-axis [${marked.map((label) => `"${label}"`).join(', ')}]
    y-axis "${scale.unit}" 0 --> ${top}
${series.map((values) => writeSeries(values, top)).join('\n')}
\`\`\`
`;
}

function signOf(bar: Bar): string {
  return typeof bar === 'number' ? '' : bar.sign;
}

/** For example ` (✗ = failed or canceled, … = running)`. */
function explainMarks(bars: readonly Bar[]): string {
  const marks = bars.filter((bar) => typeof bar !== 'number');
  const texts = [...Map.groupBy(marks, ({ sign }) => sign)].map(([sign, those]) => {
    const meanings = new Set(those.map(({ meaning }) => meaning));
    return `${sign} = ${[...meanings].join(' or ')}`;
  });
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}

/**
 * `null` leaves a gap. Mermaid draws 0 as a stub, half as high as a label of the axis; a value that
 * is further below the axis than that has no bar at all.
 */
function writeSeries(values: readonly (number | null)[], top: number): string {
  const gap = round(top * -0.1);
  return `    bar [${values.map((value) => value ?? gap).join(', ')}]`;
}

/** Small enough to fit below a table, without Mermaid's grey box on dark. */
function writeLook(colours: readonly string[]): string {
  const xyChart = {
    width: 860,
    height: 250,
    titleFontSize: 16,
    xAxis: { labelFontSize: 12 },
    yAxis: { labelFontSize: 11, titleFontSize: 13 },
  };
  const colouring = { plotColorPalette: colours.join(', '), backgroundColor: 'transparent' };
  return `%%{init: ${JSON.stringify({ xyChart, themeVariables: { xyChart: colouring } })}}%%`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
