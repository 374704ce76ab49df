// Loaded before the Action (`--import`): leaves its peak memory, in kilobytes, when it ends.
import { writeFileSync } from 'node:fs';

process.once('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
