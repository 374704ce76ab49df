import { CHANNEL, DEPLOYMENT, TEAM, USER, type WorkerStage } from './stage.ts';

/** Lines for a shell that sign a webhook by Standard Webhooks, and send it. */
export function signWebhook({ worker, secrets }: WorkerStage): string[] {
  return [
    `secret='${secrets.WEBHOOK_SECRET}'`,
    `body='{"service":"shop","reason":"a try"}'`,
    `id="try-$(openssl rand -hex 6)"; time=$(date +%s)`,
    `key=$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    `signature=$(printf %s "$id.$time.$body" |`,
    `  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)`,
    `curl -i ${worker.url}/webhook -H 'content-type: application/json' \\`,
    `  -H "webhook-id: $id" -H "webhook-timestamp: $time" \\`,
    `  -H "webhook-signature: v1,$signature" --data "$body"`,
  ];
}

/** The same for a `/backup` command. Slack's own form has more fields; these are the ones read. */
export function signSlack({ worker, slack, secrets }: WorkerStage): string[] {
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

/** The same for a deployment. The time in it makes each a new one: a repeat is recognised by its body. */
export function signDeployment({ worker, secrets }: WorkerStage): string[] {
  const { repository, environment } = DEPLOYMENT;
  const body = JSON.stringify({
    action: 'created',
    deployment: { id: 0, environment },
    repository: { full_name: repository },
  });
  return [
    `secret='${secrets.GITHUB_WEBHOOK_SECRET}'`,
    `body='${body.replace('"id":0', `"id":'$(date +%s)'`)}'`,
    `signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)`,
    `curl -i ${worker.url}/github/webhook -H 'content-type: application/json' \\`,
    `  -H 'x-github-event: deployment' -H "x-github-delivery: $(openssl rand -hex 16)" \\`,
    `  -H "x-hub-signature-256: sha256=$signature" --data "$body"`,
  ];
}

/** Lines that get a token for this Worker, as a job does, and ask with it. */
export function writeVerdictCall({ worker, issuer }: WorkerStage): string[] {
  return [
    `body='{"services":["failing"]}'`,
    `token=$(curl -fsS -H 'authorization: bearer ${issuer.requestToken}' \\`,
    `  '${issuer.requestUrl}&audience=${worker.url}' | cut -d'"' -f4)`,
    `curl -i ${worker.url}/verdict -H 'content-type: application/json' \\`,
    `  -H "authorization: Bearer $token" --data "$body"`,
  ];
}
