/*
 * Reads Prometheus' text format 0.0.4 as strictly as `promtool check metrics` does: its parser's
 * rules, and its linter's.
 */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly series: readonly Series[];
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/;
const HELP = new RegExp(`^# HELP (?<name>${NAME.source}) (?<text>(?:[^\\\\\\n]|\\\\\\\\|\\\\n)*)$`);
const TYPE = new RegExp(
  `^# TYPE (?<name>${NAME.source}) (?<type>counter|gauge|histogram|summary|untyped)$`,
);
const SAMPLE = new RegExp(
  `^(?<name>${NAME.source})(?:\\{(?<labels>.*)\\})? (?<value>\\S+)(?: (?<at>-?\\d+))?$`,
);
const LABEL = /^(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)/;
const VALUE = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

/** The metrics of a text, in its order. Throws at the first line that breaks a rule. */
export function parseExposition(text: string): readonly Family[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new Error('the last line does not end with a line feed');
  if (text.includes('\r')) throw new Error('lines end with a line feed only');
  const families: Family[] = [];
  const lines = text.slice(0, -1).split('\n');
  for (let index = 0; index < lines.length;) {
    const { family, next } = readFamily(lines, index);
    if (families.some(({ name }) => name === family.name)) {
      throw new Error(`${family.name} stands in two places`);
    }
    families.push(family);
    index = next;
  }
  return families;
}

/** HELP, TYPE and all samples of one metric, which must stand together. */
function readFamily(lines: readonly string[], start: number) {
  const help = groupsOf(HELP, lines[start]);
  const type = groupsOf(TYPE, lines[start + 1]);
  if (help['name'] !== type['name']) throw new Error(`${help['name']} has the TYPE of another`);
  const series: Series[] = [];
  let next = start + 2;
  for (; next < lines.length && !lines[next]?.startsWith('#'); next += 1) {
    const sample = readSample(lines[next] ?? '');
    if (sample.name !== type['name']) throw new Error(`${sample.name} stands below another`);
    const isTwice = series.some((one) => keyOf(one) === keyOf(sample));
    if (isTwice) throw new Error(`${keyOf(sample)} is there twice`);
    series.push(sample);
  }
  const text = unescape(help['text'] ?? '');
  return {
    family: { name: type['name'] ?? '', help: text, type: type['type'] ?? '', series },
    next,
  };
}

function readSample(line: string): Series {
  const { name = '', labels = '', value = '' } = groupsOf(SAMPLE, line);
  if (!VALUE.test(value)) throw new Error(`${value} is not a number`);
  return { name, labels: readLabels(labels), value: readNumber(value) };
}

function readNumber(text: string): number {
  const infinity = /^(?<sign>[+-]?)inf/i.exec(text)?.groups;
  if (infinity) return infinity['sign'] === '-' ? -Infinity : Infinity;
  return Number(text);
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  for (let rest = text; rest !== '';) {
    const match = LABEL.exec(rest);
    const { name = '', value = '' } = match?.groups ?? {};
    if (!match) throw new Error(`${rest} is not a label`);
    if (labels.has(name)) throw new Error(`the label ${name} is there twice`);
    labels.set(name, unescape(value));
    rest = rest.slice(match[0].length);
  }
  return Object.fromEntries(labels);
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
}

function groupsOf(pattern: RegExp, line: string | undefined): Readonly<Record<string, string>> {
  const match = line === undefined ? null : pattern.exec(line);
  if (!match) throw new Error(`${JSON.stringify(line)} is not ${pattern.source.slice(0, 8)}`);
  return match.groups ?? {};
}

function keyOf({ name, labels }: Series): string {
  const pairs = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([name, pairs]);
}

const UNITS =
  /_(?:milliseconds|minutes|hours|days|kilobytes|megabytes|bits|ms|sec|secs|min|kb|mb|gb|s|b)(?:_|$)/;
const TYPE_IN_NAME = /_(?:counter|gauge|histogram|summary)(?:_|$)/;

/** What promtool's linter has against a metric. */
export function lint({ name, help, type, series }: Family): readonly string[] {
  const labels = series.flatMap((one) => Object.keys(one.labels));
  const complaints: readonly (readonly [boolean, string])[] = [
    [help === '', 'has no help text'],
    [type === 'counter' && !name.endsWith('_total'), 'is a counter without _total'],
    [type !== 'counter' && name.endsWith('_total'), 'ends in _total and is no counter'],
    [/_(?:count|sum|bucket|info)$/.test(name), 'has a suffix of histograms and summaries'],
    [labels.some((label) => ['le', 'quantile'].includes(label)), 'has a label of histograms'],
    [name.includes(':'), 'has a colon, which is for recording rules'],
    [/[a-z][A-Z]/.test([name, ...labels].join(' ')), 'is in camelCase'],
    [UNITS.test(name), 'has a unit that is no base unit'],
    [TYPE_IN_NAME.test(name), 'has its type in its name'],
    [/timestamp/.test(name) && !name.endsWith('_timestamp_seconds'), 'is not in seconds'],
    [/size/.test(name) && !name.endsWith('_bytes'), 'is not in bytes'],
  ];
  return complaints.filter(([isBroken]) => isBroken).map(([, words]) => `${name} ${words}`);
}
