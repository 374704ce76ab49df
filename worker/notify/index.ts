import type { Instant } from '../../shared/domain/instant.ts';
import type { Config } from '../config.ts';
import type { Run } from '../coordinator/run.ts';
import { type SlackAccess, tellChannel, tellRequester } from './slack.ts';
import type { Target, Told } from './telling.ts';
import { tellWebhook } from './webhook.ts';

export { targetsOf } from './targets.ts';

export interface TellDeps {
  readonly config: Pick<Config, 'slack' | 'secrets'>;
  /** The values of a secret by its name, several while one is rotated; empty where it is not set. */
  readonly secretsOf: (name: string) => readonly string[];
  readonly now: () => Instant;
}

/** Tells one target how a run ended, once; never rejects for the other side's sake. */
export function tell(target: Target, run: Run, deps: TellDeps): Promise<Told> {
  switch (target.kind) {
    case 'slack-requester':
      return tellRequester(target, run, slackOf(deps));
    case 'slack-channel':
      return tellChannel(target.channel, run, slackOf(deps));
    case 'webhook': {
      const signing = { secrets: deps.secretsOf(target.secretName), now: deps.now() };
      return tellWebhook(target, run, signing);
    }
  }
}

function slackOf({ config, now }: TellDeps): SlackAccess {
  return { apiUrl: config.slack.apiUrl, botToken: config.secrets.slackBotToken, now: now() };
}
