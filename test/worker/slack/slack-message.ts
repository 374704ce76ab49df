import type { KnownBlock } from '@slack/types';

/** The texts of the blocks that are written here, from top to bottom; another block is a mistake. */
export function textsOf(blocks: readonly KnownBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    // What is on buttons is not mrkdwn, and always the same.
    if (block.type === 'actions') return [];
    const texts = block.type === 'section' ? [block.text] : elementsOf(block);
    return texts.map((text) => {
      if (text?.type !== 'mrkdwn' || text.verbatim !== true) throw new Error('not verbatim mrkdwn');
      return text.text;
    });
  });
}

function elementsOf(block: KnownBlock) {
  if (block.type !== 'context') throw new Error(`a ${block.type} block was not expected`);
  return block.elements.map((element) => {
    if (element.type === 'image') throw new Error('an image was not expected');
    return element;
  });
}
