import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALBUM, DOCS, MAX_DOCS_BYTES } from './album.ts';
import { findChromium, HOW_TO_GET, withChromium } from './chromium.ts';
import { fileOf, SCHEMES } from './picture.ts';
import { gatherMaterial } from './scenes/material.ts';
import { takePicture } from './take-picture.ts';

const OUT = fileURLToPath(new URL('out', import.meta.url));
const DOCS_FOLDER = fileURLToPath(new URL('../../docs/images', import.meta.url));

const WITH_DOCS = '--docs';

/** `npm run pictures`, or `npm run pictures -- --docs` to write those of the documentation too. */
async function start(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== WITH_DOCS)) {
    return refuse(`The only option is ${WITH_DOCS}.`);
  }
  const chromium = findChromium(process.env['CHROMIUM']);
  if (chromium === null) return refuse(HOW_TO_GET);
  console.log('It takes about a minute: the Action and the Worker run against emulators first.');
  await takeAll(chromium);
  if (options.length > 0) await writeDocs();
  return 0;
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

async function takeAll(chromium: string): Promise<void> {
  const material = await gatherMaterial();
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT);
  await withChromium(chromium, async (browser) => {
    for (const picture of ALBUM) {
      const body = picture.draw(material);
      for (const scheme of SCHEMES) {
        const file = join(OUT, fileOf(picture, scheme));
        await takePicture(browser, { picture, scheme, body, file });
        console.log(relative(process.cwd(), file));
      }
    }
  });
}

async function writeDocs(): Promise<void> {
  await mkdir(DOCS_FOLDER, { recursive: true });
  for (const [name, taken] of Object.entries(DOCS)) {
    const { size } = await stat(join(OUT, taken));
    if (size > MAX_DOCS_BYTES) throw new Error(`${name} is too large: ${size} bytes.`);
    await copyFile(join(OUT, taken), join(DOCS_FOLDER, name));
    console.log(relative(process.cwd(), join(DOCS_FOLDER, name)));
  }
}

process.exitCode = await start(process.argv.slice(2));
