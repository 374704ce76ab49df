/** How long to wait for work that hangs, in milliseconds. */
const PATIENCE_MS = 1000;

/**
 * Runs named pieces of work side by side. A piece that hangs, for example on a provider that does
 * not answer, does not hold up the others: it goes on by itself.
 */
export class UnderWay {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /**
   * Resolves when all pieces have ended, or after `PATIENCE_MS`. `onLate` is called for each piece
   * that ends later. A piece must not reject.
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
