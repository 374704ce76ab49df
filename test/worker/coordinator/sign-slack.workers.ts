import { encode, hmac } from '../../../worker/hmac.ts';
import { toHex } from '../../../worker/hex.ts';
import { SLACK_SECRET } from './stage-protocol.ts';

/** A slash command of Anna in channel C1, signed now. */
export async function slashCommand(
  text: string,
  responseUrl = 'https://slack.example',
): Promise<Request<unknown, IncomingRequestCfProperties>> {
  const ids = { team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1.2.3' };
  const body = String(new URLSearchParams({ ...ids, text, response_url: responseUrl }));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = await hmac(encode(SLACK_SECRET), `v0:${timestamp}:`, encode(body));
  return new Request('https://backup-gate.example/slack/command', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${toHex(signed)}`,
    },
  });
}
