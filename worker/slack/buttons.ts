import type { ActionsBlock, Button } from '@slack/types';

/** What the buttons of a message do; whoever clicks is authorised at the click. */
export const BUTTONS = [
  ['check', 'Check again'],
  ['backup', 'Back up now'],
  ['snooze', 'Snooze 24 h'],
] as const;

/** The buttons of a message about a service. */
export function buttonsFor(service: string): ActionsBlock {
  return {
    type: 'actions',
    elements: BUTTONS.map(([action_id, text]): Button => ({
      type: 'button',
      action_id,
      text: { type: 'plain_text', text },
      value: service,
    })),
  };
}
