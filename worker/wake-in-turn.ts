import pLimit from 'p-limit';
import { MINUTE } from '../shared/domain/instant.ts';
import { AT_ONCE, MAX_SUBREQUESTS } from './platform-limits.ts';

const ROUND = 15 * MINUTE;

/** Each round starts where the one before ran out of subrequests. */
function inTurn(names: readonly string[], at: number): readonly string[] {
  const first = (Math.floor(at / ROUND) * MAX_SUBREQUESTS) % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

/** One that cannot be woken does not hold up the others, until the subrequests run out. */
export async function wakeInTurn(
  names: readonly string[],
  at: number,
  wake: (name: string) => Promise<unknown>,
): Promise<void> {
  const takeTurn = pLimit(AT_ONCE);
  let isOver = false;
  const callOne = async (name: string) => {
    if (isOver) return;
    await wake(name).catch((error: unknown) => {
      isOver ||= /subrequest/i.test(String(error));
    });
  };
  await Promise.all(inTurn(names, at).map((name) => takeTurn(() => callOne(name))));
}
