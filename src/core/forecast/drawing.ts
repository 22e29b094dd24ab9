/** The same numbers from 0 to below 1 in every run, so that the same ledger has the same forecast (SplitMix32). */
export function drawing(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** A draw from the standard normal distribution (Box and Muller). */
export function drawNormal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Below which that share of a normal distribution lies, by the logistic one, which differs from it by less than 0.01 in any share (Camilli 1994). */
export function normalQuantile(share: number): number {
  return Math.log(share / (1 - share)) / 1.702;
}
