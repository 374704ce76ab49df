#!/usr/bin/env bash
# What least.js does, as a shell step with curl and jq: no retry, no check of an input, one fixed
# rule. Started as a runner starts a step with `shell: bash`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

get() {
  curl --fail --silent --show-error --max-time 15 --header "X-API-Key: $API_KEY" \
    "$BASE_URL/skybackup/v1/backups$1?service_id=$SERVICE&order=desc"
}

get '' >"$folder/backups.json" &
backups=$!
get /schedules >"$folder/schedules.json"
wait "$backups"

judged=$(jq --raw-output --slurpfile schedules "$folder/schedules.json" '
  (.backups | max_by(.start_time)) as $latest
  | (now - ($latest.start_time | fromdateiso8601)) as $age
  | if $latest.status == "Succeeded" and $age < 26 * 3600 then "pass" else "block" end
  | [., $latest.id, $latest.start_time, ($schedules[0].schedules | length)]
  | @tsv' "$folder/backups.json")
IFS=$'\t' read -r verdict id start schedules <<<"$judged"

printf 'verdict=%s\nbackup-id=%s\n' "$verdict" "$id" >>"$GITHUB_OUTPUT"
printf '%s: %s, %s schedules\n' "$SERVICE" "$verdict" "$schedules" >>"$GITHUB_STEP_SUMMARY"
echo "::notice::$verdict: $start"
[ "$verdict" = pass ]
