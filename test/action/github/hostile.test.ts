import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMarker } from '../../../action/github/marker.ts';
import { addBackup, addNightly } from '../backups-in-emulator.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const FORGED = '<!-- backup-gate:mariadb-cloud/other no-usable-backup:block -->';

const TEXTS = Object.entries({
  ...HOSTILE_TEXTS,
  'mentions of people and teams': '@anna, @acme/team',
  'a marker of its own': `-->\n${FORGED}\n`,
  'the end of the marker': `--> ${'`'} --> <!--`,
  'the end of a code span': '` @anna `` @bert ``` @cleo',
});

/** What is alive of Markdown: all but code spans, our own links and our marker. */
function liveMarkdown(markdown: string): string {
  return markdown
    .replace(/\n<!-- backup-gate:[^\n]* -->$/, '')
    .replaceAll('[this run](https://github.example/acme/shop/actions/runs/4711/attempts/2)', '')
    .replace(/<br>|<\/?sub>/g, '')
    .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

describe.each(TEXTS)('%s from the provider', (_, text) => {
  test('neither pings nor links nor breaks the marker, in an issue and in a status', async () => {
    addNightly(watch.cloud, { id: text, type: text, suspended: true });
    addBackup(watch.cloud, 30, { type: text, id: `good ${text}` });
    addBackup(watch.cloud, 1, { id: text, type: text, status: 'Failed' });
    watch.cloud.nextBackup({ outcome: 'Failed', message: text });
    const step = await watch.step({ backup: 'always', report: 'issue,status' });
    expect(step.warnings).toEqual([]);
    const [issue] = watch.openIssues();
    expect(liveMarkdown(issue?.body ?? '')).not.toMatch(/[<>]|https?:|www\.|@\w|\]\(|GH-1|#1/i);
    expect(parseMarker(issue?.body ?? '')).toMatchObject({ key: `mariadb-cloud/${SERVICE}` });
    expect(issue?.body?.split('\n').filter((line) => line.startsWith('<!--'))).toHaveLength(1);
    expect(issue?.title).toBe(
      `Backups of ${SERVICE}: could not take a backup: MariaDB Cloud did not complete it`,
    );
    const [status] = watch.github.statuses;
    expect([...(status?.description ?? '')].length).toBeLessThanOrEqual(140);
    expect(status?.description).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});
