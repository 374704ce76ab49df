import { onTestFinished } from 'vitest';
import { pagerDutyTarget } from '../../../worker/notify/pagerduty/schema.ts';
import { secretTarget } from '../../../worker/notify/secret-channel.ts';
import type { Target } from '../../../worker/notify/target.ts';
import { startDiscord } from '../../emulator/discord/index.ts';
import { startNtfy } from '../../emulator/ntfy/index.ts';
import { startPagerDuty } from '../../emulator/pagerduty/index.ts';
import type { Emulator } from '../../emulator/server/emulator.ts';
import { startTeams } from '../../emulator/teams/index.ts';

/** A receiver that a secret leads to, and a target that is told by it. */
export interface Receiver<Kind extends Emulator = Emulator> {
  readonly emulator: Kind;
  readonly target: Target;
  readonly secrets: Readonly<Record<string, readonly string[]>>;
}

/** The receivers that the configuration names by a secret. */
export const RECEIVERS = {
  PagerDuty: openPagerDuty,
  Teams: openTeams,
  Discord: openDiscord,
  ntfy: openNtfy,
};
export const RECEIVER_NAMES = ['PagerDuty', 'Teams', 'Discord', 'ntfy'] as const;
export type ReceiverName = (typeof RECEIVER_NAMES)[number];

export async function openPagerDuty({ warnings = false } = {}) {
  const emulator = closing(await startPagerDuty());
  const target = pagerDutyTarget('PAGERDUTY_KEY', { apiUrl: emulator.url, warnings });
  return { emulator, target, secrets: { PAGERDUTY_KEY: [emulator.routingKey] } };
}

export async function openTeams() {
  const emulator = closing(await startTeams());
  const secrets = { TEAMS_URL: [emulator.workflowUrl] };
  return { emulator, target: secretTarget('teams', 'TEAMS_URL'), secrets };
}

export async function openDiscord() {
  const emulator = closing(await startDiscord());
  const secrets = { DISCORD_URL: [emulator.webhookUrl] };
  return { emulator, target: secretTarget('discord', 'DISCORD_URL'), secrets };
}

export async function openNtfy() {
  const emulator = closing(await startNtfy());
  const secrets = { NTFY_URL: [emulator.topicUrl] };
  return { emulator, target: secretTarget('ntfy', 'NTFY_URL'), secrets };
}

function closing<Kind extends Emulator>(emulator: Kind): Kind {
  onTestFinished(() => emulator.close());
  return emulator;
}
