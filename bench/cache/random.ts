/** Random numbers from a seed, the same on every machine. */
export interface Random {
  /** In [0, 1). */
  share(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  /** True that often. */
  chance(share: number): boolean;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    share,
    between: (low, high) => low + Math.floor(share() * (high - low + 1)),
    chance: (wanted) => share() < wanted,
    pick: (values) => values[Math.floor(share() * values.length)] ?? values[0],
  };
}
