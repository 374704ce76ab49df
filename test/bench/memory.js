// Loaded before the Action (`--import`): leaves its memory, in bytes, when it ends. The peak is
// read first, because the collection itself takes memory.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

process.once('exit', () => {
  const peak = process.resourceUsage().maxRSS * 1024;
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const held = process.memoryUsage().heapUsed;
  writeFileSync(process.env.MEMORY_FILE, JSON.stringify({ peak, held }));
});
