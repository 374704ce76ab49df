import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Picture, Scheme } from './picture.ts';

/** Of the version that GitHub runs; a chart with the line `info` says there which one that is. */
const MERMAID = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'));
const DRAW_CHARTS = fileURLToPath(import.meta.resolve('./look/draw-charts.js'));

const STYLES = {
  github: [
    import.meta.resolve('github-markdown-css/github-markdown.css'),
    import.meta.resolve('./look/github.css'),
  ],
  slack: [import.meta.resolve('./look/slack.css')],
};

export interface Shot {
  readonly picture: Picture;
  readonly scheme: Scheme;
  /** The HTML within its body. */
  readonly body: string;
  readonly file: string;
}

/** Takes the whole page, however long it is. A chart that Mermaid does not take is an error. */
export async function takePicture(
  browser: Browser,
  { picture, scheme, body, file }: Shot,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: picture.width, height: 100 },
    colorScheme: scheme,
    offline: true,
  });
  try {
    await page.setContent(await writePage(picture, body));
    if (body.includes('class="mermaid"')) {
      await page.addScriptTag({ path: MERMAID });
      await page.addScriptTag({ path: DRAW_CHARTS });
      await page.evaluate(`drawCharts('${scheme === 'dark' ? 'dark' : 'default'}')`);
    }
    await page.screenshot({ path: file, fullPage: true });
  } finally {
    await page.close();
  }
}

async function writePage({ look }: Picture, body: string): Promise<string> {
  if (look === 'none') return body;
  const styles = await Promise.all(STYLES[look].map((url) => readFile(fileURLToPath(url), 'utf8')));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><style>${styles.join('\n')}</style></head>
<body>${body}</body>
</html>`;
}
