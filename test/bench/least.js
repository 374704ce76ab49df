// The least that could do the same on a healthy service: no dependency, no retry, no check of an
// input, one fixed rule. It is what the Action is measured against, and not what it should be.
import { appendFileSync } from 'node:fs';

const { INPUT_SERVICE: service, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
const root = `${process.env['INPUT_BASE-URL']}/skybackup/v1/backups`;
const headers = { 'X-API-Key': process.env['INPUT_API-KEY'] };

async function get(path) {
  const response = await fetch(`${root}${path}?service_id=${service}&order=desc`, { headers });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

const [{ backups }, { schedules }] = await Promise.all([get(''), get('/schedules')]);
const latest = backups.toSorted((a, b) => b.start_time.localeCompare(a.start_time))[0];
const age = Date.now() - Date.parse(latest.start_time);
const verdict = latest.status === 'Succeeded' && age < 26 * 3_600_000 ? 'pass' : 'block';
appendFileSync(GITHUB_OUTPUT, `verdict=${verdict}\nbackup-id=${latest.id}\n`);
appendFileSync(GITHUB_STEP_SUMMARY, `${service}: ${verdict}, ${schedules.length} schedules\n`);
console.log(`::notice::${verdict}: ${latest.start_time}`);
process.exitCode = verdict === 'pass' ? 0 : 1;
