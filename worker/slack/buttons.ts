import type { ActionsBlock, Button } from '@slack/types';

/** What the buttons of a message do; whoever clicks is authorised at the click. */
export const BUTTONS = [
  ['check', 'Check again'],
  ['backup', 'Back up now'],
  ['snooze', 'Snooze 24 h'],
] as const;

/** A second person agrees that a deployment is let through. */
export const CONFIRM = 'allow';

/** The buttons of a message about a service. */
export function buttonsFor(service: string): ActionsBlock {
  const elements = BUTTONS.map(([action, text]) => buttonOf(action, text, service));
  return { type: 'actions', elements };
}

/** `value`: what is agreed to. */
export function confirmButton(value: string): ActionsBlock {
  return { type: 'actions', elements: [buttonOf(CONFIRM, 'Allow it too', value)] };
}

function buttonOf(action_id: string, text: string, value: string): Button {
  return { type: 'button', action_id, text: { type: 'plain_text', text }, value };
}
