import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { drawBadge } from '../../../worker/status/badge-svg.ts';
import { SHOWN_VERDICTS } from '../../../worker/status/shown-verdict.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { serviceView } from './board-fixture.ts';
import { openStatus } from './open-status.ts';

const VIEWS: Readonly<Record<string, readonly ServiceView[]>> = {
  pass: [serviceView()],
  warn: [serviceView({ verdict: 'warn' })],
  block: [serviceView({ verdict: 'block' })],
  unknown: [serviceView({ lookedAt: NOW - 2 * HOUR - 1 })],
};

const readBadge = async (path: string, verdict: string) =>
  openStatus(VIEWS[verdict] ?? []).get(`/badge/prod.${path}`);

describe('the badge for Shields', () => {
  test.each([
    ['pass', 'brightgreen', false],
    ['warn', 'orange', false],
    ['block', 'red', true],
    ['unknown', 'lightgrey', true],
  ])('says %s in %s, with the keys that Shields knows', async (message, color, isError) => {
    expect(await (await readBadge('json', message)).json()).toEqual({
      schemaVersion: 1,
      label: 'prod backups',
      message,
      color,
      isError,
      cacheSeconds: 300,
    });
  });
});

describe('our own badge', () => {
  test.each(Object.keys(VIEWS))('says %s in words, to those who hear it too', async (verdict) => {
    const answer = await readBadge('svg', verdict);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
    const svg = await answer.text();
    expect(svg).toContain('role="img"');
    expect(svg).toContain(`aria-label="prod backups: ${verdict}"`);
    expect(svg).toContain(`<title>prod backups: ${verdict}</title>`);
    expect(svg).toContain(`>${verdict}</text>`);
  });

  test('is grey where a verdict is unknown, and in no other case', async () => {
    const fills = SHOWN_VERDICTS.map((message) => {
      const [, fill] = /<path [^>]*fill="([^"]+)"/.exec(drawBadge({ label: 'x', message })) ?? [];
      return [message, fill];
    });
    expect(new Set(fills.map(([, fill]) => fill)).size).toBe(4);
    expect(fills).toContainEqual(['unknown', '#656d76']);
  });

  test('has white text on colours that it can be read on', () => {
    const colours = SHOWN_VERDICTS.flatMap((message) => [
      ...drawBadge({ label: 'x', message }).matchAll(/fill="(#[0-9a-f]{6})"/g),
    ]);
    for (const [, colour = ''] of colours) {
      expect(contrastWithWhite(colour), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('is wide enough for what it says', () => {
    const widthOf = (label: string) =>
      Number(/ width="(\d+)"/.exec(drawBadge({ label, message: 'pass' }))?.[1]);
    expect(widthOf('prod backups')).toBe(131);
    expect(widthOf('mmmm')).toBeGreaterThan(widthOf('iiii'));
    expect(widthOf('日本')).toBeGreaterThan(widthOf('mm'));
    expect(widthOf('x'.repeat(61))).toBe(widthOf('x'.repeat(1000)));
  });

  test('is well-formed, whatever a service is called', () => {
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(names, fc.constantFrom(...SHOWN_VERDICTS), (label, message) => {
        const svg = drawBadge({ label, message });
        expect(tagsOf(svg)).toEqual(TAGS);
        expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
      }),
    );
  });
});

const HOSTILE = [
  '</title><script>alert(1)</script>',
  '" onload="alert(1)',
  "' & <![CDATA[ ]]> --> &#0;",
  '\u202egnp.exe',
  '\ud800',
  '\ufffe\uffff',
];

const TAGS = [
  'svg',
  'title',
  '/title',
  'rect/',
  'path/',
  'g',
  'text',
  '/text',
  'text',
  '/text',
  '/g',
  '/svg',
];

/** The tags in order. What is neither a tag nor escaped text is an error. */
function tagsOf(svg: string): readonly string[] {
  const ATTRIBUTES = '(?: [a-zA-Z-]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#39);)*")*';
  const TOKEN = new RegExp(
    `<(?<open>[a-z]+)${ATTRIBUTES}(?<end>/?)>|</(?<close>[a-z]+)>|(?:[^<>&]|&(?:amp|lt|gt|quot|#39);)+`,
    'uy',
  );
  const tags: string[] = [];
  while (TOKEN.lastIndex < svg.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(svg);
    if (!match) throw new Error(`not well-formed: ${svg.slice(at, at + 40)}`);
    const { open, close, end = '' } = match.groups ?? {};
    if (open !== undefined) tags.push(`${open}${end}`);
    if (close !== undefined) tags.push(`/${close}`);
  }
  return tags;
}

/** As WCAG computes it. */
function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
