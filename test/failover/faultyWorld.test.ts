import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runWorld } from './faultyWorld.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** Numbers from 0 to below 1, by a linear congruence: which ones does not matter, as long as they differ. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

describe('Under any faults, retries and fallbacks, for tasks and subtasks, while policies change', () => {
  it('no byte reaches an endpoint that the policy of that moment forbids, no call is booked twice or not at all, and nobody goes without an answer that could have one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.double({ min: 0.05, max: 0.9, noNaN: true }), async (seed, fairShare) => {
        const { asked, ledger } = await runWorld({ requests: 3, random: numbersFrom(seed), fairShare, gapMs: 5000 });
        const calls = asked.flatMap((each) => each.calls.map(({ isAllowed }) => ({ taskId: each.taskId, isAllowed })));
        expect({
          forbidden: calls.filter(({ isAllowed }) => !isAllowed),
          lost: asked.filter(({ outcome, couldBeServed }) => outcome === 'none' && couldBeServed),
          booked: ledger.entries.map(({ taskId }) => taskId).toSorted(),
        }).toEqual({ forbidden: [], lost: [], booked: calls.map(({ taskId }) => taskId).toSorted() });
      }),
      runs,
    );
  }, 60_000);
});
