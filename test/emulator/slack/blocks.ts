import { boolean, listUpTo, Misshapen, ofType, type Shape } from '../server/shape.ts';
import { text, textUpTo } from '../server/shape.ts';
import { SlackRefusal } from './slack-refusal.ts';

const mostBlocks = 50;
const mostElements = 10;
const mostCharacters = 3000;
const mostHeaderCharacters = 150;

const mrkdwn: Shape = {
  fields: { type: text, text: textUpTo(mostCharacters), verbatim: boolean },
  needed: ['text'],
};
const plainText: Shape = {
  fields: { type: text, text: textUpTo(mostCharacters), emoji: boolean },
  needed: ['text'],
};
const header: Shape = {
  fields: { type: text, text: textUpTo(mostHeaderCharacters), emoji: boolean },
  needed: ['text'],
};

const mostActions = 25;
const mostButtonCharacters = 75;
const mostValueCharacters = 2000;
const mostIdCharacters = 255;

const textObject = ofType({ mrkdwn, plain_text: plainText });

const buttonText: Shape = {
  fields: { type: text, text: textUpTo(mostButtonCharacters), emoji: boolean },
  needed: ['text'],
};

const button: Shape = {
  fields: {
    type: text,
    text: ofType({ plain_text: buttonText }),
    action_id: textUpTo(mostIdCharacters),
    value: textUpTo(mostValueCharacters),
    style: text,
  },
  needed: ['text', 'action_id'],
};

/** The blocks of the messages that are written here; another kind has to be added with its limits. */
const block = ofType({
  section: { fields: { type: text, text: textObject, block_id: text }, needed: ['text'] },
  header: {
    fields: { type: text, text: ofType({ plain_text: header }), block_id: text },
    needed: ['text'],
  },
  context: {
    fields: { type: text, elements: listUpTo(mostElements, textObject), block_id: text },
    needed: ['elements'],
  },
  actions: {
    fields: { type: text, elements: actions, block_id: text },
    needed: ['elements'],
  },
  divider: { fields: { type: text, block_id: text }, needed: [] },
});

/** Refuses what Slack would refuse, and names the place. */
export function checkBlocks(blocks: unknown): readonly unknown[] {
  if (blocks === undefined) return [];
  try {
    listUpTo(mostBlocks, block)(blocks, '/blocks');
  } catch (error) {
    throw error instanceof Misshapen ? invalid(error) : error;
  }
  return Array.isArray(blocks) ? blocks : [];
}

function invalid({ at, message }: Misshapen): SlackRefusal {
  const explained = `[ERROR] ${message} [json-pointer:${at}]`;
  return new SlackRefusal('invalid_blocks', { messages: [explained] });
}

/** Slack tells a click by the id of its action, so none may be there twice. */
function actions(value: unknown, at: string): void {
  listUpTo(mostActions, ofType({ button }))(value, at);
  const ids = Array.isArray(value) ? value.map(({ action_id }) => action_id) : [];
  if (new Set(ids).size < ids.length) throw new Misshapen(at, 'action_id must be unique');
}
