import { formatDuration } from '../../../shared/domain/duration.ts';
import { formatSize } from '../../../shared/domain/size.ts';
import type { ServiceView } from '../service-view.ts';

type History = ServiceView['history'];

/** As many backups as a view keeps. The newest stands at the right, however few there are. */
const SLOTS = 20;

/** In pixels: the width of a bar, and the distance to the next. */
const BAR = 5;
const STEP = 7;
const WIDTH = SLOTS * STEP - (STEP - BAR);

/** Sizes stand on the line, durations hang below it. */
const SIZES = 26;
const DURATIONS = 12;
const LINE = 1;
const HEIGHT = SIZES + LINE + DURATIONS;

/** What is known to be tiny is still seen. */
const MIN_BAR = 1.5;

/**
 * Sizes and durations of the last backups as SVG, oldest first, with the failed ones crossed out.
 * Each kind of bar is one path, whose stroke is as wide as a bar. Holds no text from outside.
 */
export function drawHistory(history: History, look = 'chart'): string {
  const shown = history.slice(-SLOTS);
  const sizes = scaleTo(SIZES, shown.map(readGoodSize));
  const durations = scaleTo(DURATIONS, shown.map(readDuration));
  const bars = { size: '', duration: '', failed: '', cross: '' };
  for (const [index, backup] of shown.entries()) {
    const left = (SLOTS - shown.length + index) * STEP;
    const middle = `M${left + BAR / 2} `;
    const [size, duration] = [sizes(readGoodSize(backup)), durations(readDuration(backup))];
    if (size !== null) bars.size += `${middle}${SIZES}v-${size}`;
    if (duration !== null) bars.duration += `${middle}${SIZES + LINE}v${duration}`;
    if (backup.good) continue;
    bars.failed += `${middle}0v${SIZES}`;
    bars.cross += `M${left} ${SIZES - BAR - 1}l${BAR} ${BAR}m-${BAR} 0l${BAR}-${BAR}`;
  }
  const start = (SLOTS - shown.length) * STEP;
  const line = `M${start} ${SIZES + LINE / 2}H${WIDTH}`;
  const paths = Object.entries({ ...bars, line }).map(([kind, d]) => drawPath(kind, d));
  return `<svg class="${look}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${describe(shown)}">${paths.join('')}</svg>`;
}

function drawPath(kind: string, d: string): string {
  return d === '' ? '' : `<path class="${kind}" d="${d}"/>`;
}

/** How much a backup holds that failed says nothing. */
function readGoodSize({ good, sizeBytes }: History[number]): number | null {
  return good ? sizeBytes : null;
}

function readDuration({ durationMs }: History[number]): number | null {
  return durationMs;
}

/** From zero, or a small change would look like a collapse. In tenths of a pixel. */
function scaleTo(height: number, values: readonly (number | null)[]) {
  const highest = Math.max(1, ...keepKnown(values));
  return (value: number | null) =>
    value === null ? null : Math.round(Math.max(MIN_BAR, (value / highest) * height) * 10) / 10;
}

function keepKnown(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

/** The picture in words. */
function describe(history: History): string {
  const failed = history.filter(({ good }) => !good).length;
  return [
    `The last ${history.length} backups, oldest first: ${failed === 0 ? 'none' : failed} failed`,
    ...describeRange('sizes', history.map(readGoodSize), formatSize),
    ...describeRange('durations', history.map(readDuration), formatDuration),
  ].join('; ');
}

function describeRange(
  name: string,
  values: readonly (number | null)[],
  format: (value: number) => string,
): readonly string[] {
  const known = keepKnown(values);
  if (known.length === 0) return [];
  const [low, high] = [format(Math.min(...known)), format(Math.max(...known))];
  return [low === high ? `${name} ${high}` : `${name} from ${low} to ${high}`];
}
