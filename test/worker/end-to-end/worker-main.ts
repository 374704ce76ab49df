import { readFile } from 'node:fs/promises';
import { startLocalWorker } from '../local-worker.ts';

/** The Worker in a process that can be killed: options from a file, the URL to the output. */
const [file = ''] = process.argv.slice(2);
const { url } = await startLocalWorker(JSON.parse(await readFile(file, 'utf8')));
process.stdout.write(`${url}\n`);
