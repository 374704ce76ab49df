import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('dev.ts', import.meta.url));

/** `npm run dev` in a process of its own. */
export interface RunningDev {
  /** The lines of a shell that it prints below a title. */
  codeBelow(title: string): string;
  /** Waits until the text is there, however it is wrapped, and gives all that was printed. */
  until(text: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startDev(): Promise<RunningDev> {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  let printed = '';
  let more = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    printed += piece;
    more.resolve();
    more = Promise.withResolvers();
  });
  const until = async (text: string): Promise<string> => {
    while (!unwrap(printed).includes(text)) {
      const isOver = await Promise.race([more.promise, ended.then(() => true)]);
      if (isOver) throw new Error(`It ended without ${JSON.stringify(text)}:\n${printed}`);
    }
    return unwrap(printed);
  };
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  await until('Below appears');
  return { codeBelow: (title) => codeBelow(printed, title), until, stop };
}

function unwrap(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function codeBelow(printed: string, title: string): string {
  const [, after = ''] = printed.split(`\n  ${title}`);
  const [, block = ''] = /:\n((?: {4}.*\n)+)/.exec(after) ?? [];
  if (block === '') throw new Error(`There is no code below ${JSON.stringify(title)}:\n${printed}`);
  return block;
}
