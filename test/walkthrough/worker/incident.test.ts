import { expect, test } from 'vitest';
import { playIncidentScene } from './incident.ts';
import { readBlocks } from './slack-text.ts';
import { withWorkerStage } from './stage.ts';

test(
  'the scene of the watch ends with an incident that was opened, and told as recovered in the same message',
  { timeout: 60_000 },
  () =>
    withWorkerStage(async (stage) => {
      expect(await playIncidentScene(stage)).toEqual([]);
      const [incident, ...others] = stage.slack.messages.filter(({ ephemeral }) => !ephemeral);
      expect(incident?.text).toContain('✅ `orders` recovered');
      const inThread = others.filter(({ thread }) => thread?.ts === incident?.ts);
      expect(inThread.map(({ text }) => text)).toEqual([incident?.text]);
    }),
);

test('buttons of a message are shown in one line', () => {
  const button = (text: string) => ({ type: 'button', text: { type: 'plain_text', text } });
  const elements = [button('Check again'), button('Back up now')];
  expect(readBlocks([{ type: 'actions', elements }])).toEqual({
    lines: [],
    small: ['[Check again] [Back up now]'],
  });
});
