import { describe, expect, test } from 'vitest';
import { lint, parseExposition } from './exposition.ts';

const HEAD = '# HELP a_bytes Size.\n# TYPE a_bytes gauge\n';

describe('the parser of metrics', () => {
  test('reads names, types, labels and values', () => {
    expect(parseExposition(`${HEAD}a_bytes{x="1",y="a\\"\\\\\\nb"} 1.5e3\na_bytes +Inf\n`)).toEqual(
      [
        {
          name: 'a_bytes',
          help: 'Size.',
          type: 'gauge',
          series: [
            { name: 'a_bytes', labels: { x: '1', y: 'a"\\\nb' }, value: 1500 },
            { name: 'a_bytes', labels: {}, value: Infinity },
          ],
        },
      ],
    );
  });

  test.each([
    ['no line feed at the end', `${HEAD}a_bytes 1`],
    ['a carriage return', `${HEAD}a_bytes 1\r\n`],
    ['an empty line', `${HEAD}\na_bytes 1\n`],
    ['no TYPE', '# HELP a_bytes Size.\na_bytes 1\n'],
    ['no HELP', '# TYPE a_bytes gauge\na_bytes 1\n'],
    ['a type that is none', '# HELP a_bytes Size.\n# TYPE a_bytes number\na_bytes 1\n'],
    ['the TYPE of another metric', '# HELP a_bytes Size.\n# TYPE b_bytes gauge\nb_bytes 1\n'],
    ['a name that begins with a digit', '# HELP 1a Size.\n# TYPE 1a gauge\n1a 1\n'],
    ['a name with a hyphen', `${HEAD}a_bytes 1\na-bytes 1\n`],
    ['a sample of another metric', `${HEAD}b_bytes 1\n`],
    ['a metric in two places', `${HEAD}a_bytes 1\n${HEAD}a_bytes{x="2"} 1\n`],
    ['a series twice', `${HEAD}a_bytes{x="1",y="2"} 1\na_bytes{y="2",x="1"} 2\n`],
    ['a label twice', `${HEAD}a_bytes{x="1",x="2"} 1\n`],
    ['a label without quotes', `${HEAD}a_bytes{x=1} 1\n`],
    ['a quote in a label', `${HEAD}a_bytes{x="a"b"} 1\n`],
    ['an escape that is none', `${HEAD}a_bytes{x="a\\tb"} 1\n`],
    ['a value that is none', `${HEAD}a_bytes null\n`],
    ['no value', `${HEAD}a_bytes\n`],
    ['a timestamp with a fraction', `${HEAD}a_bytes 1 1.5\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parseExposition(text)).toThrow();
  });

  test.each([
    ['a_total', 'gauge'],
    ['a', 'counter'],
    ['a_milliseconds', 'gauge'],
    ['a_gauge', 'gauge'],
    ['a_count', 'gauge'],
    ['aSize_bytes', 'gauge'],
    ['a:b', 'gauge'],
    ['a_timestamp', 'gauge'],
  ])('complains of %s, a %s', (name, type) => {
    expect(lint({ name, type, help: 'Help.', series: [] })).toHaveLength(1);
    expect(lint({ name: 'a_bytes', type: 'gauge', help: '', series: [] })).toHaveLength(1);
  });
});
