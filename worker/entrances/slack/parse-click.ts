import * as v from 'valibot';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseJson } from '../../../shared/http/json.ts';
import { BUTTONS, CONFIRM } from '../../slack/buttons.ts';
import { type Caller, isPrivateChannel, SLACK_ID, TRIGGER_ID } from './parse.ts';

export type ButtonAction = (typeof BUTTONS)[number][0] | typeof CONFIRM;

const ACTIONS = [...BUTTONS.map(([action]) => action), CONFIRM] as const;

/** Somebody clicked a button of a message of ours, or of one that was forged. */
export interface Click {
  /** `null`: no button of ours, or one of an earlier version. */
  readonly action: ButtonAction | null;
  /** The button's value, which should be the name of a service, or what is agreed to: untrusted. */
  readonly service: string;
  readonly caller: Caller;
  /** Slack's id of this click; a retry brings it again. */
  readonly triggerId: string;
}

const id = v.pipe(v.string(), v.regex(SLACK_ID));
const named = v.object({ id });

const Payload = v.object({
  type: v.literal('block_actions'),
  /** Of an app that is installed in a whole organisation, there may be none. */
  team: v.nullish(named),
  enterprise: v.nullish(named),
  user: v.object({ id, team_id: v.nullish(id), username: v.nullish(v.string(), '') }),
  channel: v.object({ id, name: v.nullish(v.string(), '') }),
  trigger_id: v.pipe(v.string(), v.regex(TRIGGER_ID)),
  response_url: v.pipe(
    v.string(),
    v.check((url) => URL.canParse(url)),
  ),
  actions: v.pipe(
    v.array(v.object({ action_id: v.string(), value: v.nullish(v.string(), '') })),
    v.minLength(1),
  ),
});

/** Parses the form that Slack posts for a click; the problem names the field. */
export function parseClick(form: string): Result<Click, string> {
  const payload = parseJson(new URLSearchParams(form).get('payload') ?? '');
  const parsed = v.safeParse(Payload, payload);
  if (!parsed.success) {
    const [{ path }] = parsed.issues;
    return err(['payload', ...(path ?? []).map(({ key }) => String(key))].join('.'));
  }
  const { user, channel, actions, enterprise, ...rest } = parsed.output;
  const team = rest.team?.id ?? user.team_id ?? enterprise?.id;
  const [clicked] = actions;
  if (team === undefined || !clicked) return err('payload.team');
  return ok({
    action: ACTIONS.find((action) => action === clicked.action_id) ?? null,
    service: clicked.value,
    caller: {
      team,
      enterprise: enterprise?.id ?? null,
      channel: channel.id,
      isPrivate: isPrivateChannel(channel),
      user: user.id,
      userName: user.username,
      responseUrl: rest.response_url,
    },
    triggerId: rest.trigger_id,
  });
}
