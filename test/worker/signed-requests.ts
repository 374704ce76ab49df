import { createHmac } from 'node:crypto';
import { GITHUB_SECRET, NOW, SLACK_SECRET, WEBHOOK_SECRET } from './open-app.ts';

/** A POST as `app.request` takes it: the path, and the rest. */
export type Post = [path: string, init: { method: 'POST'; body: Body; headers: Headers }];

type Body = string | Uint8Array<ArrayBuffer>;

type Headers = Readonly<Record<string, string>>;

export interface Signing {
  readonly secret?: string;
  readonly timestamp?: string;
  /** Laid over the right headers. */
  readonly headers?: Headers;
}

const SECONDS = String(NOW / 1000);

function hmac(key: string | Buffer, content: string): ReturnType<typeof createHmac> {
  return createHmac('sha256', key).update(content);
}

/** What Slack sends when Anna types `/backup` and a text in channel C1 of team T1. */
export function slackForm(text: string, over: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    token: 'legacy',
    team_id: 'T1',
    channel_id: 'C1',
    user_id: 'U1',
    command: '/backup',
    text,
    response_url: 'https://hooks.slack.com/commands/T1/1/secret-of-anna',
    trigger_id: '398738663015.47445629121.803a0bc887',
    ...over,
  }).toString();
}

export function slackPost(body: string, signing: Signing = {}): Post {
  const { secret = SLACK_SECRET, timestamp = SECONDS, headers = {} } = signing;
  const signature = `v0=${hmac(secret, `v0:${timestamp}:${body}`).digest('hex')}`;
  return post('/slack/command', body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature,
    ...headers,
  });
}

export function githubPost(event: string, payload: unknown, signing: Signing = {}): Post {
  const { secret = GITHUB_SECRET, headers = {} } = signing;
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return post('/github/webhook', body, {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${hmac(secret, body).digest('hex')}`,
    ...headers,
  });
}

export function webhookPost(payload: unknown, signing: Signing & { id?: string } = {}): Post {
  const { secret = WEBHOOK_SECRET, timestamp = SECONDS, id = 'msg_1', headers = {} } = signing;
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return post('/webhook', body, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac(key, `${id}.${timestamp}.${body}`).digest('base64')}`,
    ...headers,
  });
}

function post(path: string, body: string, headers: Headers): Post {
  return [path, { method: 'POST', body, headers }];
}

/** The same request with other headers or another body, signed as it was. */
export function altered([path, init]: Post, over: { body?: Body; headers?: Headers }): Post {
  const headers = { ...init.headers, ...over.headers };
  return [path, { ...init, body: over.body ?? init.body, headers }];
}

/** The same request without one of its headers. */
export function without(name: string, [path, init]: Post): Post {
  const kept = Object.entries(init.headers).filter(([key]) => key !== name);
  return [path, { ...init, headers: Object.fromEntries(kept) }];
}
