/** Four tasks, each a cent with one model and ten with the other. Nobody solves the last one, and only the dear model the one before. */
export const tinyOutcomes = [
  ['t1', true, true],
  ['t2', true, true],
  ['t3', false, true],
  ['t4', false, false],
]
  .flatMap(([task, cheap, dear]) => [
    JSON.stringify({ task, kind: 'edit', prompt: 'do it', model: 'cheap', useful: cheap, costUsd: 0.01 }),
    JSON.stringify({ task, kind: 'edit', prompt: null, model: 'dear', useful: dear, costUsd: 0.1, seconds: 2 }),
  ])
  .join('\n');

/** Draws each of so many tasks once in every sample: the intervals are the values themselves. */
export function drawEachOnce(tasks: number): () => number {
  let drawn = 0;
  return () => {
    const place = drawn % tasks;
    drawn += 1;
    return place / tasks;
  };
}
