import { type Post, slackPost } from '../../signed-requests.ts';

export const CLICK = 'https://hooks.slack.com/actions/T1/1/secret-of-anna';

/** What Slack sends when Anna clicks a button of a message in channel C1 of team T1. */
export function clickPayload(action: string, value: unknown, over: object = {}) {
  return {
    type: 'block_actions',
    api_app_id: 'A1',
    token: 'legacy',
    team: { id: 'T1', domain: 'acme' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: 'U1', username: 'anna', name: 'anna', team_id: 'T1' },
    channel: { id: 'C1', name: 'ops' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: false },
    message: { type: 'message', ts: '1.2', text: 'Deploy blocked', blocks: [] },
    state: { values: {} },
    trigger_id: '398738663015.47445629121.803a0bc888',
    response_url: CLICK,
    actions: [
      {
        type: 'button',
        block_id: 'b1',
        action_id: action,
        text: { type: 'plain_text', text: 'Click' },
        value,
        action_ts: '1768478400.1',
      },
    ],
    ...over,
  };
}

export function clickPost(payload: unknown): Post {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const [, init] = slackPost(new URLSearchParams({ payload: text }).toString());
  return ['/slack/interact', init];
}
