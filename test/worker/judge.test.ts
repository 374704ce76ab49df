import { describe, expect, onTestFinished, test } from 'vitest';
import { judge } from '../../worker/judge.ts';
import { addNights } from '../action/backups-in-emulator.ts';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { typed } from './entrances/slack/reply.ts';
import { CONFIG, openApp, SERVICES } from './open-app.ts';

const dump = (storage_bytes: number) => ({ type: 'dump', storage_bytes });
const past = Array.from({ length: 5 }, () => dump(500_000_000));

/** What Slack shows of a service with this last dump. */
async function statusWith(last: number, policy: object = {}): Promise<string> {
  // The Worker goes by the machine's own clock.
  const cloud = await startMariadbCloud({ clock: createClock({ ticking: true }) });
  onTestFinished(() => cloud.close());
  addNights(cloud, [dump(last), ...past]);
  const prod = { ...SERVICES.prod, baseUrl: cloud.url, policy };
  const config = { ...CONFIG, services: { ...SERVICES, prod } };
  return typed(openApp({ config, judge }), 'status prod');
}

test('/backup status warns of a dump below half the usual size, as the Action does', async () => {
  const reply = await statusWith(249_999_999);
  expect(reply).toContain('⚠️ `prod`: the last `dump` backup is 50.1% smaller than usual');
  expect(reply).toContain('is 249 MB, 50.1% smaller than usual (500 MB, the median of 5)');
});

test('/backup status says nothing of a dump of half the usual size', async () => {
  expect(await statusWith(250_000_000)).not.toContain('holds');
});

describe('/backup status judges by the policy of the service', () => {
  test.each<[object, string]>([
    [{ maxSizeDrop: '60%' }, '⚠️ `prod`: there is no backup schedule'],
    [{ maxSizeDrop: 'block:50%' }, '⛔ `prod`: the last `dump` backup is 50.1% smaller than usual'],
    [{ minSize: '250MB' }, '⛔ `prod`: the last backup is only 249 MB'],
    [{ maxAge: '1s' }, '⛔ `prod`: there is no backup from the last 1s'],
    [{ acceptTypes: ['full'] }, '⛔ `prod`: there is no usable backup'],
  ])('%j: %s', async (policy, headline) => {
    expect(await statusWith(249_999_999, policy)).toContain(headline);
  });
});
