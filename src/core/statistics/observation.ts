/** Something seen of a request, when it was over. */
export interface Observation {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** The newest first, so many at the most. Mostly the new one is the newest; requests side by side end in any order. */
export function observe<Seen extends Observation>(seen: readonly Seen[], latest: Seen, most: number): readonly Seen[] {
  const older = seen.findIndex(({ atMs }) => atMs <= latest.atMs);
  return seen.toSpliced(older < 0 ? seen.length : older, 0, latest).slice(0, most);
}
