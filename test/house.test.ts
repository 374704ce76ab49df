import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One import, from a file below the root to a file below the root or to a package. */
interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** What each part of shared may import of the others; a part that is missing here may import none. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'clock.ts': ['domain'],
  http: ['domain', 'clock.ts'],
  provider: ['domain', 'clock.ts', 'http'],
  report: ['domain'],
  'backup-run': ['domain', 'clock.ts', 'provider'],
  check: ['domain', 'clock.ts', 'provider', 'backup-run', 'report'],
};

/** `http` of `shared/http/status.ts`; `null` outside shared. */
function layerOf(path: string): string | null {
  const [folder, layer] = path.split('/');
  return folder === 'shared' ? (layer ?? null) : null;
}

function isAgainstLayers({ from, to }: Arrow): boolean {
  const [upper, lower] = [layerOf(from), layerOf(to)];
  return (
    upper !== null && lower !== null && upper !== lower && !(LAYERS[upper] ?? []).includes(lower)
  );
}

/** What may not import what; the first words are the reason that a failure gives. */
const RULES: readonly [string, (arrow: Arrow) => boolean][] = [
  [
    'the domain imports nothing but itself',
    ({ from, to }) => isIn(from, 'shared/domain') && !isIn(to, 'shared/domain'),
  ],
  ['domain ← http ← provider ← backup-run ← check', isAgainstLayers],
  [
    'a check finds and does, and leaves it to others to say so, but for names and quotes in its log',
    ({ from, to }) =>
      isIn(from, 'shared/check') &&
      isIn(to, 'shared/report') &&
      !['shared/report/label.ts', 'shared/report/text.ts'].includes(to),
  ],
  [
    'a provider does not know another provider',
    ({ from, to }) => {
      const [own, other] = [providerOf(from), providerOf(to)];
      return own !== null && other !== null && own !== other;
    },
  ],
  [
    'shared knows neither the action nor the worker',
    ({ from, to }) => isIn(from, 'shared') && (isIn(to, 'action') || isIn(to, 'worker')),
  ],
  [
    'shared knows no platform',
    ({ from, to }) =>
      isIn(from, 'shared') &&
      /^(?:node:|bun:|cloudflare:|@actions\/|@cloudflare\/|hono\b|wrangler\b)/.test(to),
  ],
  [
    'in the action only its github folder imports the client of GitHub',
    ({ from, to }) =>
      isIn(from, 'action') &&
      !isIn(from, 'action/github') &&
      /^@(?:octokit|actions\/github)\b/.test(to),
  ],
  [
    'only shared/http/send-with-ky.ts imports ky',
    ({ from, to }) => from !== KY_SENDER && to === 'ky',
  ],
  [
    'only the Action and the list of complete providers, which the Worker does not import, send with ky',
    ({ from, to }) =>
      to === KY_SENDER && from !== 'shared/provider/create-provider.ts' && !isIn(from, 'action'),
  ],
  [
    'the action does not know the worker',
    ({ from, to }) => isIn(from, 'action') && isIn(to, 'worker'),
  ],
  [
    'the worker does not know the action',
    ({ from, to }) => isIn(from, 'worker') && isIn(to, 'action'),
  ],
  ['nothing that is shipped imports a test', ({ to }) => isIn(to, 'test')],
  ['nothing leaves the project', ({ to }) => to.startsWith('..')],
  [
    'shared imports no package beyond those that were chosen for it',
    ({ from, to }) => isIn(from, 'shared') && isPackage(to) && !CHOSEN.includes(to),
  ],
];

const KY_SENDER = 'shared/http/send-with-ky.ts';

const CHOSEN = ['ky', 'p-limit', 'valibot'];

/** `skyvia` of `shared/provider/skyvia/wire.ts`; `null` of what all providers share. */
function providerOf(path: string): string | null {
  return /^shared\/provider\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isPackage(target: string): boolean {
  return !/^(?:\.|shared\/|action\/|worker\/|test\/)/.test(target);
}

function complain(arrow: Arrow): readonly string[] {
  return RULES.filter(([, isBroken]) => isBroken(arrow)).map(
    ([rule]) => `${arrow.from} → ${arrow.to}: ${rule}`,
  );
}

const IMPORT =
  /(?:^|[;}\s])(?:import|export)\s*(?:type\s*)?(?:[\w*{}\s,$]*?\sfrom\s*)?["'](?<static>[^"']+)["']|\b(?:import|require|getBuiltinModule)\s*\(\s*["'`](?<dynamic>[^"'`]+)["'`]/g;

/** Every import in a source text, types and dynamic ones included. */
function findArrows(from: string, source: string): readonly Arrow[] {
  const code = source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(IMPORT)].map(({ groups = {} }) => {
    const target = groups['static'] ?? groups['dynamic'] ?? '';
    const isFile = target.startsWith('.');
    return { from, to: isFile ? posix.join(posix.dirname(from), target) : target };
  });
}

async function readSources(folder: string): Promise<readonly string[]> {
  const entries = await readdir(`${ROOT}${folder}`, { recursive: true }).catch(() => []);
  return entries
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(
      (name) => /\.[cm]?[jt]sx?$/.test(name) && !/\/(?:dist|node_modules|\.wrangler)\//.test(name),
    );
}

const files = (await Promise.all(['shared', 'action', 'worker'].map(readSources))).flat();
const arrows = (
  await Promise.all(
    files.map(async (file) => findArrows(file, await readFile(`${ROOT}${file}`, 'utf8'))),
  )
).flat();

describe('the house', () => {
  test('has no forbidden import', () => {
    expect(arrows.flatMap(complain)).toEqual([]);
  });

  test('has no circle of imports, types included', () => {
    expect(findCircles(arrows)).toEqual([]);
  });

  test('is read whole: well-known imports are seen', () => {
    expect(arrows).toContainEqual({ from: 'action/main.ts', to: 'shared/domain/gate.ts' });
    expect(arrows).toContainEqual({ from: 'shared/http/send-with-ky.ts', to: 'ky' });
    expect(arrows).toContainEqual({
      from: 'shared/domain/cron.ts',
      to: 'shared/domain/timetable.ts',
    });
    const silent = files.filter((file) => !arrows.some(({ from }) => from === file));
    expect(silent.length).toBeLessThan(files.length / 4);
  });
});

/** Groups of files that import each other in a circle, each group in order; types count too. */
function findCircles(all: readonly Arrow[]): readonly (readonly string[])[] {
  const targets = Map.groupBy(all, ({ from }) => from);
  const reach = (start: string) => {
    const seen = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      const next = (targets.get(file) ?? []).map(({ to }) => to).filter((to) => !seen.has(to));
      for (const to of next) seen.add(to);
      open.push(...next);
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]));
  const inCircle = [...reached.keys()].filter((file) => reached.get(file)?.has(file));
  const circles = inCircle.map((file) =>
    inCircle.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)),
  );
  return [...new Map(circles.map((circle) => [circle.join(' '), circle.toSorted()])).values()];
}

describe('the check of the house', () => {
  test('finds a circle, of types too, and only the files that are in it', () => {
    const sources = {
      'shared/a.ts': "import { b } from './b.ts';",
      'shared/b.ts': "import type { C } from './c.ts'; import './d.ts';",
      'shared/c.ts': "export { a } from './a.ts';",
      'shared/d.ts': "import { e } from './e.ts';",
    };
    const found = Object.entries(sources).flatMap(([from, source]) => findArrows(from, source));
    expect(findCircles(found)).toEqual([['shared/a.ts', 'shared/b.ts', 'shared/c.ts']]);
  });

  test.each([
    ['shared/domain/age.ts', "import { x } from '../http/redact.ts';"],
    ['shared/domain/age.ts', "import type { Clock } from '../clock.ts';"],
    ['shared/domain/age.ts', "import { readFile } from 'node:fs';"],
    ['shared/domain/age.ts', "import * as v from 'valibot';"],
    ['shared/report/text.ts', "import { Cron } from 'croner';"],
    ['shared/report/text.ts', "import type { KnownBlock } from '@slack/types';"],
    ['shared/report/text.ts', "export * from '../../action/step-result.ts';"],
    ['shared/report/text.ts', "const x = await import('../../worker/app.ts');"],
    ['shared/report/text.ts', "import { judge } from '../check/check.ts';"],
    ['shared/report/text.ts', "import { ProviderError } from '../provider/errors.ts';"],
    ['shared/http/redact.ts', "import type { Provider } from '../provider/provider.ts';"],
    ['shared/provider/errors.ts', "import { plan } from '../backup-run/plan.ts';"],
    ['shared/provider/errors.ts', "import { check } from '../check/check.ts';"],
    ['shared/provider/errors.ts', "import { quotePlain } from '../report/text.ts';"],
    ['shared/provider/skyvia/map.ts', "import { toBackup } from '../bycloud/map.ts';"],
    ['shared/backup-run/plan.ts', "import { gatherEvidence } from '../check/gather.ts';"],
    ['shared/backup-run/plan.ts', "import { quotePlain } from '../report/text.ts';"],
    ['shared/check/check.ts', "import { explain } from '../report/explain.ts';"],
    ['shared/new-layer/x.ts', "import { explain } from '../report/explain.ts';"],
    ['shared/provider/errors.ts', "import ky from 'ky';"],
    ['shared/provider/errors.ts', "import * as core from '@actions/core';"],
    ['shared/provider/errors.ts', "import { DurableObject } from 'cloudflare:workers';"],
    ['shared/provider/errors.ts', "import { Hono } from 'hono';"],
    ['shared/http/http-client.ts', "import ky from 'ky';"],
    ['shared/provider/core-providers.ts', "import { sendWithKy } from '../http/send-with-ky.ts';"],
    ['shared/http/http-client.ts', "import 'node:http';"],
    ['shared/http/http-client.ts', "import axios from 'axios';"],
    ['action/main.ts', "import {\n  plan,\n  next,\n} from '../worker/coordinator/plan.ts';"],
    ['action/main.ts', "import ky from 'ky'"],
    ['action/report.ts', "import { getOctokit } from '@actions/github';"],
    ['action/report.ts', "const { retry } = await import('@octokit/plugin-retry');"],
    ['action/main.ts', "const { x } = require('../test/action/step.ts');"],
    ['worker/app.ts', "import type { Inputs } from '../action/inputs/index.ts';"],
    ['worker/app.ts', "import { x } from '../../elsewhere/x.ts';"],
  ])('forbids in %s: %s', (from, source) => {
    const found = findArrows(from, `import { ok } from './ok.ts';\n${source}\n`);
    expect(found.map((arrow) => complain(arrow).length > 0)).toEqual([false, true]);
  });

  test.each([
    ['shared/domain/cron.ts', "import { firstDue } from './timetable.ts';"],
    ['shared/domain/rules/age.ts', "import { x } from '../backup.ts';"],
    ['shared/http/send-with-ky.ts', "import ky from 'ky';"],
    ['shared/provider/create-provider.ts', "import { SKYVIA } from './skyvia/index.ts';"],
    ['shared/provider/skyvia/map.ts', "import { decode } from '../decode.ts';"],
    ['shared/check/check.ts', "import { driveRun } from '../backup-run/drive.ts';"],
    ['shared/check/check.ts', "import { quotePlain } from '../report/text.ts';"],
    ['action/index.ts', "import { getInput } from '@actions/core';"],
    ['action/github/connect.ts', "import { getOctokit } from '@actions/github';"],
    ['worker/app.ts', "import { Hono } from 'hono';"],
    ['shared/report/text.ts', "// import { x } from '../../action/main.ts';"],
  ])('allows in %s: %s', (from, source) => {
    expect(findArrows(from, source).flatMap(complain)).toEqual([]);
  });
});
