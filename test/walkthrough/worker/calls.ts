import type { Post } from '../../worker/signed-requests.ts';
import { write } from '../paper.ts';
import { webhook } from './requests.ts';
import { CHANNEL, TEAM, USER, type WorkerStage } from './stage.ts';

/** Writes how to call the Worker with curl, to be pasted into a shell as it stands. */
export function writeCalls(stage: WorkerStage): void {
  const { url } = stage.worker;
  const example = webhook({ service: 'shop' }, { id: 'try-1', secret: secretOf(stage) });
  writeCode('Look at it', [`curl ${url}/health`]);
  const twice = 'good for five minutes; sent twice it is still one run';
  writeCode(`Ask for a backup, already signed: ${twice}`, writeCurl(url, example));
  writeCode('Follow it, with the id of the answer', [`curl ${url}/runs/ID`]);
  writeCode('Sign a webhook yourself', signWebhook(stage));
  const texts = 'prod, prod dump, status, help';
  writeCode(`Give a /backup command as Slack would send it (${texts})`, signSlack(stage));
}

function secretOf({ secrets }: WorkerStage): string {
  return secrets.WEBHOOK_SECRET;
}

function writeCode(title: string, lines: readonly string[]): void {
  write();
  write(`${title}:`, { indent: 2, style: 'bold' });
  // Not wrapped: a shell has to understand it.
  for (const line of lines) process.stdout.write(`    ${line}\n`);
}

function writeCurl(url: string, [path, { body, headers }]: Post): string[] {
  const lines = [
    `curl -i ${url}${path}`,
    ...Object.entries(headers).map(([name, value]) => `  -H '${name}: ${value}'`),
    `  --data '${String(body)}'`,
  ];
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

function signWebhook(stage: WorkerStage): string[] {
  return [
    `secret='${secretOf(stage)}'`,
    `body='{"service":"shop","reason":"a try"}'`,
    `id="try-$(openssl rand -hex 6)"; time=$(date +%s)`,
    `key=$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    `signature=$(printf %s "$id.$time.$body" |`,
    `  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)`,
    `curl -i ${stage.worker.url}/webhook -H 'content-type: application/json' \\`,
    `  -H "webhook-id: $id" -H "webhook-timestamp: $time" \\`,
    `  -H "webhook-signature: v1,$signature" --data "$body"`,
  ];
}

/** Slack's own form has more fields; these are the ones that are read. */
function signSlack({ worker, slack, secrets }: WorkerStage): string[] {
  const form = new URLSearchParams({
    team_id: TEAM,
    channel_id: CHANNEL.id,
    user_id: USER.id,
    response_url: slack.newResponseUrl(CHANNEL.id),
  });
  return [
    `text='prod'`,
    `secret='${secrets.SLACK_SIGNING_SECRET}'`,
    `form='${String(form)}'`,
    `body="$form&text=$text&trigger_id=$(openssl rand -hex 6)"; time=$(date +%s)`,
    `signature=$(printf %s "v0:$time:$body" |`,
    `  openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)`,
    `curl -i ${worker.url}/slack/command \\`,
    `  -H 'content-type: application/x-www-form-urlencoded' \\`,
    `  -H "x-slack-request-timestamp: $time" -H "x-slack-signature: v0=$signature" \\`,
    `  --data "$body"`,
  ];
}
