import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { withWorkerStage, type WorkerStage } from '../../walkthrough/worker/stage.ts';
import { codeBlocks } from '../read-readme.ts';
import { SIGNING } from './section.ts';

const run = promisify(execFile);
const [snippet = ''] = codeBlocks(SIGNING, 'sh');

/** The project brings a Node.js, and not these; nearly every machine has them. */
const TOOLS = 'command -v curl openssl od tr date';
const toolsAreThere = await run('sh', ['-c', TOOLS]).then(
  () => true,
  () => false,
);

/** The lines that a reader fills in. */
function fillIn(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((filled, [name, value]) => {
    const line = new RegExp(`^${name}='.*'$`, 'm');
    expect(filled).toMatch(line);
    return filled.replace(line, () => `${name}='${value}'`);
  }, snippet);
}

async function call({ worker }: WorkerStage, secret: string): Promise<string> {
  const script = fillIn({ url: `${worker.url}/webhook`, secret });
  const env = { PATH: process.env['PATH'] ?? '', NO_PROXY: '127.0.0.1' };
  return (await run('sh', ['-euc', script], { env })).stdout;
}

test.runIf(toolsAreThere)(
  'what docs/worker.md signs in a shell the Worker accepts, and only with its secret',
  { timeout: 60_000 },
  () =>
    withWorkerStage(async (stage) => {
      const accepted = await call(stage, stage.secrets.WEBHOOK_SECRET);
      expect(accepted).toMatch(/^HTTP\/1\.1 202 /);
      expect(accepted).toContain('"requestedBy":[{"via":"webhook","reason":"release 4.2"}]');
      const forged = await call(stage, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
      expect(forged).toMatch(/^HTTP\/1\.1 401 /);
    }),
);
