import { expect, test } from 'vitest';
import { formatInstant, HOUR } from '../../../../shared/domain/instant.ts';
import type { Run } from '../../../../worker/orders/run.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { change, RECOVERED, UNKNOWN, WARNING } from '../../change-fixture.ts';
import { NOW, run, tell, tellChange } from '../../run-fixture.ts';
import { openDiscord } from '../secret-channels.ts';

/** The one embed of the message that tells this. */
async function embedOf(told: VerdictChange | Run): Promise<unknown> {
  const { emulator, target, secrets } = await openDiscord();
  const access = { secrets };
  const result =
    'incident' in told ? await tellChange(target, told, access) : await tell(target, told, access);
  expect(result).toEqual({ kind: 'delivered' });
  const embeds = emulator.messages[0]?.['embeds'];
  return Array.isArray(embeds) ? embeds[0] : undefined;
}

test('a message says what is wrong and what to do, and pings nobody', async () => {
  const { emulator, target, secrets } = await openDiscord();
  await tellChange(target, change(), { secrets });
  expect(emulator.messages).toEqual([
    {
      embeds: [
        {
          title: '❌ Deploy blocked on `prod`: the last backup failed',
          description:
            'Last backup failed (`full`, 15 Jan 02:00 UTC). Take one now: `/backup prod` in Slack.',
          color: 0xd1242f,
          fields: [
            { name: 'Latest usable backup', value: expect.stringMatching('UTC'), inline: true },
            { name: 'Next due', value: expect.stringMatching('UTC'), inline: true },
            { name: 'Since', value: expect.stringMatching('UTC'), inline: true },
            { name: 'Provider', value: 'MariaDB Cloud', inline: true },
          ],
          timestamp: formatInstant(NOW),
        },
      ],
      allowed_mentions: { parse: [] },
    },
  ]);
});

test.each<[string, VerdictChange]>([
  ['❓ Could not check the backups of `prod`: MariaDB Cloud did not answer', UNKNOWN],
  ['⚠️ Warning on `prod`: no schedule', WARNING],
  ['✅ `prod` recovered: last good backup 20m ago', RECOVERED],
  [
    '⚠️ Deploy allowed on `prod`, with a warning: no schedule',
    change({ kind: 'better', verdict: 'warn', before: 'block', headline: 'no schedule' }),
  ],
  [
    '⚠️ Could not check the backups of `prod`: MariaDB Cloud did not answer',
    { ...UNKNOWN, verdict: 'warn' },
  ],
])('%s', async (title, told) => {
  expect(await embedOf(told)).toMatchObject({ title });
});

test('the end of an incident has nothing more to say than how long it lasted', async () => {
  const embed = await embedOf({ ...RECOVERED, openedAt: NOW, at: NOW + 3 * HOUR });
  expect(embed).not.toHaveProperty('description');
  const lasted = expect.objectContaining({ name: 'Lasted' });
  expect(embed).toMatchObject({ fields: expect.arrayContaining([lasted]) });
});

test.each([
  ['✅ Backup of `prod` succeeded', run()],
  ['❌ Backup of `prod` failed', run({ state: 'failed' })],
  ['⌛ Backup of `prod` timed out', run({ state: 'timed-out' })],
])('%s', async (title, ended) => {
  expect(await embedOf(ended)).toMatchObject({ title });
});

test('a run that failed has its reason, and what to do', async () => {
  const embed = await embedOf(run({ state: 'failed', message: 'Disk *full*' }));
  const asked = { name: 'Asked for by', value: 'Slack user `U1`', inline: true };
  expect(embed).toMatchObject({
    description: expect.stringMatching(
      /^`Disk \*full\*` The last good backup .*`\/backup prod full`/,
    ),
    fields: expect.arrayContaining([asked]),
  });
});

test('a rate limit says in the body how long it lasts, to the millisecond', async () => {
  const { emulator, target, secrets } = await openDiscord();
  emulator.fail({ kind: 'status', status: 429 });
  expect(await tellChange(target, change(), { secrets })).toMatchObject({ retryAfterMs: 1337 });
  emulator.fail({ kind: 'status', status: 429, retryAfter: '2' });
  expect(await tellChange(target, change(), { secrets })).toMatchObject({ retryAfterMs: 2000 });
});

test('Discord is asked to say whether it has stored the message, also for a thread', async () => {
  const { emulator, target } = await openDiscord();
  const secrets = { DISCORD_URL: [`${emulator.webhookUrl}?thread_id=7`] };
  expect(await tellChange(target, change(), { secrets })).toEqual({ kind: 'delivered' });
  expect(emulator.requests[0]?.query).toEqual({ thread_id: '7', wait: 'true' });
});
