/** How long the others wait for one that hangs, in milliseconds. */
const PATIENCE_MS = 1000;

/**
 * Work that goes on side by side, each piece under a name of its own. A piece that hangs, as a
 * provider that does not answer lets it, must not keep the others waiting: it goes on by itself.
 */
export class UnderWay {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /**
   * Resolves when all pieces have ended, or when the patience is over. `onLate` is told of each one
   * that ends after that. A piece must not reject.
   */
  async run(pieces: ReadonlyMap<string, () => Promise<void>>, onLate: () => void): Promise<void> {
    const patience = startPatience();
    const all = [...pieces].map(async ([name, work]) => {
      this.#names.add(name);
      await work();
      this.#names.delete(name);
      if (patience.isOver()) onLate();
    });
    await Promise.race([Promise.all(all), patience.over]);
    patience.stop();
  }
}

function startPatience() {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let ended = false;
  const timer = setTimeout(() => {
    ended = true;
    resolve();
  }, PATIENCE_MS);
  return { over, isOver: () => ended, stop: () => clearTimeout(timer) };
}
