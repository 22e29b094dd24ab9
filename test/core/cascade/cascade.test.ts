import { describe, expect, it } from 'vitest';
import {
  type CascadeEvent,
  type CascadePlan,
  type CascadeTry,
  cascadeOf,
  chanceOf,
  outlook,
  replayCascade,
} from '../../../src/core/cascade/index.ts';

const cent = 10_000_000;
const tryOf = (changes: Partial<CascadeTry> = {}): CascadeTry => ({
  worstCaseNanoUsd: 2 * cent,
  expectedNanoUsd: cent,
  chance: 0.5,
  ...changes,
});

/** A model with two efforts, and a dearer one without a choice. */
const planOf = (changes: Partial<CascadePlan> = {}): CascadePlan => ({
  rungs: [
    { id: 'small', tries: [tryOf({ effort: 'low' }), tryOf({ effort: 'high' })] },
    { id: 'frontier', tries: [tryOf({ worstCaseNanoUsd: 20 * cent, expectedNanoUsd: 10 * cent })] },
  ],
  ...changes,
});

const start: CascadeEvent = { type: 'start' };
const answered = (verdict: 'accepted' | 'rejected' | 'unsure', costNanoUsd = cent): CascadeEvent => ({
  type: 'answered',
  costNanoUsd,
  verdict,
});
const failed: CascadeEvent = { type: 'failed', costNanoUsd: 0 };
const told = (plan: CascadePlan, ...events: readonly CascadeEvent[]) =>
  replayCascade(plan, [start, ...events]).map(({ action, reason }) => [action, reason]);

describe('A cascade', () => {
  it('asks the first candidate, then with more effort, then the next one, and ends with what is accepted', () => {
    expect(replayCascade(planOf(), [start, answered('rejected'), answered('rejected'), answered('accepted', 9 * cent)])).toEqual([
      {
        state: { phase: 'asking', place: 0, spentNanoUsd: 0, expectedNanoUsd: 0 },
        action: { type: 'ask', rung: 0, effort: 'low' },
        reason: 'small (low effort): the first candidate',
      },
      {
        state: { phase: 'asking', place: 1, spentNanoUsd: cent, expectedNanoUsd: cent },
        action: { type: 'ask', rung: 0, effort: 'high' },
        reason: 'small (high effort): more effort before another model',
      },
      {
        state: { phase: 'asking', place: 2, spentNanoUsd: 2 * cent, expectedNanoUsd: 2 * cent },
        action: { type: 'ask', rung: 1 },
        reason: 'frontier: the next candidate',
      },
      {
        state: {
          phase: 'over',
          action: { type: 'done', verdict: 'accepted', rung: 1 },
          spentNanoUsd: 11 * cent,
          expectedNanoUsd: 12 * cent,
        },
        action: { type: 'done', verdict: 'accepted', rung: 1 },
        reason: 'frontier: accepted',
      },
    ]);
  });

  it('gives up where the ladder ends', () => {
    expect(told(planOf(), answered('rejected'), answered('rejected'), answered('rejected')).at(-1)).toEqual([
      { type: 'give-up', reason: 'ladder-ended' },
      'the ladder ended without an accepted answer',
    ]);
  });

  it('asks another model, not for more effort, where one brings no answer', () => {
    expect(told(planOf(), failed)).toEqual([
      [{ type: 'ask', rung: 0, effort: 'low' }, 'small (low effort): the first candidate'],
      [{ type: 'ask', rung: 1 }, 'frontier: the next candidate'],
    ]);
  });

  it('stops where the next worst case does not fit below the cap, and asks where it just fits', () => {
    const after = (capNanoUsd: number) => told(planOf({ capNanoUsd }), answered('rejected'), answered('rejected')).at(-1);
    expect([after(22 * cent), after(22 * cent - 1)]).toEqual([
      [{ type: 'ask', rung: 1 }, 'frontier: the next candidate'],
      [{ type: 'stop-at-cap', reason: 'cap' }, 'frontier may cost $0.20, and $0.02 of $0.22 are spent'],
    ]);
  });

  it('asks nobody where not even the first worst case fits', () => {
    expect(told(planOf({ capNanoUsd: cent }))).toEqual([
      [{ type: 'stop-at-cap', reason: 'cap' }, 'small (low effort) may cost $0.02, and $0.00 of $0.01 are spent'],
    ]);
  });

  it('gives up where a useful answer from here on costs more than it is worth', () => {
    // Going on for one try costs 1 cent / 0.5, for two (1 + 0.5 x 10) / 0.75: the least is 2 cents. After that 10 / 0.5 are left.
    const after = (worthNanoUsd: number, ...events: readonly CascadeEvent[]) => told(planOf({ worthNanoUsd }), ...events).at(-1);
    const [first, second] = [answered('rejected'), answered('rejected')];
    expect([after(2 * cent, first), after(2 * cent - 1, first), after(20 * cent, first, second), after(19 * cent, first, second)]).toEqual([
      [{ type: 'ask', rung: 0, effort: 'high' }, 'small (high effort): more effort before another model'],
      [{ type: 'give-up', reason: 'not-worth-it' }, 'a useful answer from here on costs $0.02 on average, and is worth $0.02'],
      [{ type: 'ask', rung: 1 }, 'frontier: the next candidate'],
      [{ type: 'give-up', reason: 'not-worth-it' }, 'a useful answer from here on costs $0.20 on average, and is worth $0.19'],
    ]);
  });

  it('does not weigh the first try, and gives up at once where nothing that is left can succeed', () => {
    const hopeless = { rungs: [{ id: 'a', tries: [tryOf({ chance: 0 }), tryOf({ chance: 0 })] }], worthNanoUsd: 1000 * cent };
    expect(told(hopeless, answered('rejected'))).toEqual([
      [{ type: 'ask', rung: 0 }, 'a: the first candidate'],
      [{ type: 'give-up', reason: 'not-worth-it' }, 'a useful answer from here on is not to be expected, and is worth $10.00'],
    ]);
  });

  it('never gives up a free try that can succeed', () => {
    const free = {
      rungs: [{ id: 'a', tries: [tryOf(), tryOf({ worstCaseNanoUsd: 0, expectedNanoUsd: 0, chance: 0.01 })] }],
      worthNanoUsd: 0,
    };
    expect(told(free, answered('rejected')).at(-1)?.[0]).toEqual({ type: 'ask', rung: 0 });
  });

  it('expects a task that was dearer than expected to go on so, as far as that was learned', () => {
    const after = (costPersistence: number) =>
      told(planOf({ worthNanoUsd: 20 * cent, costPersistence }), answered('rejected'), answered('rejected', 2 * cent)).at(-1)?.[1];
    expect([after(0), after(0.5)]).toEqual([
      'frontier: the next candidate',
      'a useful answer from here on costs $0.25 on average, and is worth $0.20',
    ]);
  });

  it('falls back on the last answer that the judge was unsure of', () => {
    expect(told(planOf(), answered('unsure'), answered('rejected'), answered('rejected')).at(-1)).toEqual([
      { type: 'done', verdict: 'unsure', rung: 0, effort: 'low' },
      'the ladder ended without an accepted answer; an answer that the judge was unsure of is there',
    ]);
  });

  it('throws at an event that does not belong there, and at a cost that is none', () => {
    const cascade = cascadeOf(planOf());
    const { state } = cascade({ phase: 'ready' }, start);
    const over = cascade(state, answered('accepted')).state;
    const wrong: readonly (() => unknown)[] = [
      () => cascade({ phase: 'ready' }, failed),
      () => cascade(state, start),
      () => cascade(over, failed),
      () => cascade(state, answered('accepted', Number.NaN)),
      () => cascade(state, answered('accepted', -1)),
      () => cascade({ phase: 'asking', place: 9, spentNanoUsd: 0, expectedNanoUsd: 0 }, failed),
    ];
    for (const each of wrong) expect(each).toThrow(RangeError);
  });
});

describe('The outlook', () => {
  it('is that of the way to stop later with the cheapest useful answer', () => {
    const tries = [
      tryOf({ chance: 0.1 }),
      tryOf({ expectedNanoUsd: 2 * cent, chance: 0.9 }),
      tryOf({ expectedNanoUsd: 2 * cent, chance: 0 }),
    ];
    expect(outlook(tries, 1)).toEqual({ tries: 2, chance: 0.91, costPerUsefulNanoUsd: (cent + 0.9 * 2 * cent) / 0.91 });
  });

  it('expects no try to cost more than its worst case', () => {
    expect(outlook([tryOf()], 100)).toEqual({ tries: 1, chance: 0.5, costPerUsefulNanoUsd: 4 * cent });
  });

  it('learns the chance of a rung from counts, one half where nothing was seen', () => {
    expect([chanceOf({ tried: 0, succeeded: 0 }), chanceOf({ tried: 8, succeeded: 1 }), chanceOf({ tried: 98, succeeded: 0 })]).toEqual([
      0.5, 0.2, 0.01,
    ]);
  });
});
