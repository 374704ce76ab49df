import { matching } from '../config/fields.ts';

/** A Slack id. Names change, so a name is refused. */
export function slackId(example: string) {
  return matching(/^[A-Z0-9]{2,32}$/, `a Slack id such as ${example}, not a name`);
}
