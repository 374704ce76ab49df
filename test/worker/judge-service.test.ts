import { expect, onTestFinished, test } from 'vitest';
import { judgeService } from '../../worker/judge-service.ts';
import { addNights } from '../action/backups-in-emulator.ts';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { typed } from './entrances/slack/reply.ts';
import { CONFIG, openApp, SERVICES } from './open-app.ts';

const dump = (storage_bytes: number) => ({ type: 'dump', storage_bytes });
const past = Array.from({ length: 5 }, () => dump(500_000_000));

/** What Slack shows of a service with this last dump. */
async function statusWith(last: number): Promise<string> {
  // The Worker goes by the machine's own clock.
  const cloud = await startMariadbCloud({ clock: createClock({ ticking: true }) });
  onTestFinished(() => cloud.close());
  addNights(cloud, [dump(last), ...past]);
  const prod = { ...SERVICES.prod, baseUrl: cloud.url };
  const config = { ...CONFIG, services: { ...SERVICES, prod } };
  return typed(openApp({ config, judge: judgeService }), 'status prod');
}

test('/backup status warns of a dump below half the usual size, as the Action does', async () => {
  const reply = await statusWith(249_999_999);
  expect(reply).toContain('⚠️ `prod`: warn');
  expect(reply).toContain(
    'holds 249 MB; the median of the 5 `dump` backups before it is 500 MB, of which `max-size-drop` (50%) asks for at least 250 MB.',
  );
});

test('/backup status says nothing of a dump of half the usual size', async () => {
  expect(await statusWith(250_000_000)).not.toContain('holds');
});
