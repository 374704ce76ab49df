import { SERVICES, type WorkerStage } from './stage.ts';

/**
 * Lines for a shell that run the built Action as a runner does. Inputs have hyphens in their names:
 * only `env` sets such variables, and `npx` would lose them again in a shell of its own.
 */
export function writeActionCommand({ cloud, secrets }: WorkerStage): string[] {
  return [
    `service='failing=${SERVICES.failing}'`,
    ...writeRun([`'INPUT_API-KEY=${secrets.SKYSQL_API_KEY}'`, `'INPUT_BASE-URL=${cloud.url}'`]),
  ];
}

/** The same for a step that asks the Worker, and gets its token as from GitHub. */
export function writeKeylessCommand({ worker, issuer }: WorkerStage): string[] {
  return [
    `service='failing'`,
    ...writeRun([
      `'INPUT_WORKER-URL=${worker.url}'`,
      `ACTIONS_ID_TOKEN_REQUEST_URL='${issuer.requestUrl}'`,
      `ACTIONS_ID_TOKEN_REQUEST_TOKEN=${issuer.requestToken}`,
    ]),
  ];
}

function writeRun(variables: readonly string[]): string[] {
  return [
    `output=$(mktemp); summary=$(mktemp)`,
    `env ${variables.join(' \\\n      ')} \\`,
    `  INPUT_SERVICE="$service" GITHUB_OUTPUT="$output" GITHUB_STEP_SUMMARY="$summary" \\`,
    `  node_modules/.bin/node action/dist/index.js; echo "exit code $?"; cat "$summary"`,
  ];
}
