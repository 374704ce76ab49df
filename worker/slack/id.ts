import { matching } from '../config/fields.ts';

/** An id of Slack. People know names, and names change, so a name is refused. */
export function slackId(example: string) {
  return matching(/^[A-Z0-9]{2,32}$/, `an id of Slack such as ${example}, not a name`);
}
