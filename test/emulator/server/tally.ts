/** Counts how many things are under way at the same time. */
export interface Tally {
  /** The highest number so far. */
  readonly most: number;
  /** Something begins. Calling what is returned ends it; calling it again changes nothing. */
  begin(): () => void;
}

export function createTally(): Tally {
  const underWay = new Set<symbol>();
  let most = 0;
  return {
    get most() {
      return most;
    },
    begin: () => {
      const one = Symbol('under way');
      underWay.add(one);
      most = Math.max(most, underWay.size);
      return () => void underWay.delete(one);
    },
  };
}
