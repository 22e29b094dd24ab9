import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CascadeAction,
  type CascadeEvent,
  type CascadePlan,
  type CascadeState,
  type CascadeTry,
  cascadeOf,
  replayCascade,
  tryCount,
} from '../../../src/core/cascade/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const amount = fc.integer({ min: 0, max: 1_000_000_000 });
const aTry: fc.Arbitrary<Omit<CascadeTry, 'effort'>> = fc
  .record({ costs: fc.tuple(amount, amount), chance: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ costs, chance }) => ({ worstCaseNanoUsd: Math.max(...costs), expectedNanoUsd: Math.min(...costs), chance }));
const plan: fc.Arbitrary<CascadePlan> = fc.record(
  {
    rungs: fc
      .array(fc.array(aTry, { minLength: 1, maxLength: 3 }), { maxLength: 5 })
      .map((rungs) =>
        rungs.map((tries, rung) => ({ id: `m${rung}`, tries: tries.map((each, index) => ({ ...each, effort: `e${index}` })) })),
      ),
    capNanoUsd: fc.integer({ min: 0, max: 4_000_000_000 }),
    worthNanoUsd: amount,
    costPersistence: fc.double({ min: 0, max: 1, noNaN: true }),
  },
  { requiredKeys: ['rungs'] },
);
/** What comes back, as a share of the try's worst case. */
const answer = fc.record({
  type: fc.constantFrom('answered' as const, 'answered' as const, 'answered' as const, 'failed' as const),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  verdict: fc.constantFrom('accepted' as const, 'rejected' as const, 'rejected' as const, 'unsure' as const),
});

/** Runs a cascade against those answers, and checks each ask on the way. */
function run(
  plan: CascadePlan,
  answers: readonly { type: 'answered' | 'failed'; share: number; verdict: 'accepted' | 'rejected' | 'unsure' }[],
) {
  const cascade = cascadeOf(plan);
  const events: CascadeEvent[] = [{ type: 'start' }];
  const asked: { place: number; rung: number; worstCaseNanoUsd: number; spentNanoUsd: number; type: string }[] = [];
  let turn = cascade({ phase: 'ready' }, { type: 'start' });
  const turns = [turn];
  for (const { type, share, verdict } of answers) {
    const { state, action } = turn;
    if (action.type !== 'ask' || state.phase !== 'asking') break;
    const made = plan.rungs[action.rung]?.tries.find(({ effort }) => effort === action.effort);
    if (!made) throw new Error('asked what the plan does not have');
    asked.push({ ...state, rung: action.rung, worstCaseNanoUsd: made.worstCaseNanoUsd, type });
    const costNanoUsd = Math.floor(share * made.worstCaseNanoUsd);
    const event: CascadeEvent = type === 'failed' ? { type, costNanoUsd } : { type, costNanoUsd, verdict };
    events.push(event);
    turn = cascade(state, event);
    turns.push(turn);
  }
  return { events, asked, turns, last: turn };
}

const spent = (state: CascadeState): number => (state.phase === 'ready' ? 0 : state.spentNanoUsd);
const answers = fc.array(answer, { minLength: 15, maxLength: 15 });

describe('Any cascade', () => {
  it('never spends past its cap, as no try costs more than its worst case', () => {
    fc.assert(
      fc.property(plan, answers, (plan, answers) => {
        const cap = plan.capNanoUsd ?? Number.POSITIVE_INFINITY;
        const { asked, last } = run(plan, answers);
        for (const { spentNanoUsd, worstCaseNanoUsd } of asked) expect(spentNanoUsd + worstCaseNanoUsd).toBeLessThanOrEqual(cap);
        expect(spent(last.state)).toBeLessThanOrEqual(cap);
      }),
      runs,
    );
  });

  it('makes every effort of a model that answers before another model is asked, and none twice', () => {
    fc.assert(
      fc.property(plan, answers, (plan, answers) => {
        const { asked } = run(plan, answers);
        for (const [index, { place, rung, type }] of asked.entries()) {
          const next = asked[index + 1];
          if (!next) break;
          const tries = plan.rungs.flatMap(({ tries }, rung) => tries.map(() => rung));
          const expected = type === 'failed' ? tries.findIndex((each) => each > rung) : place + 1;
          expect(next.place).toBe(expected);
        }
      }),
      runs,
    );
  });

  it('is over after as many answers as the ladder has tries', () => {
    fc.assert(
      fc.property(plan, answers, (plan, answers) => {
        const { asked, last } = run(plan, answers);
        expect([last.state.phase, asked.length <= tryCount(plan)]).toEqual(['over', true]);
      }),
      runs,
    );
  });

  it('ends with an answer where one was accepted or unsure, and with no other', () => {
    fc.assert(
      fc.property(plan, answers, (plan, answers) => {
        const { events, last } = run(plan, answers);
        const verdicts = events.flatMap((event) => (event.type === 'answered' ? [event.verdict] : []));
        const expected: CascadeAction['type'][] =
          verdicts.at(-1) === 'accepted' || verdicts.includes('unsure') ? ['done'] : ['give-up', 'stop-at-cap'];
        expect(expected).toContain(last.action.type);
      }),
      runs,
    );
  });

  it('takes the same turns again from its plan and its events, after being stored', () => {
    fc.assert(
      fc.property(plan, answers, (plan, answers) => {
        const { events, turns } = run(plan, answers);
        expect(replayCascade(JSON.parse(JSON.stringify(plan)), JSON.parse(JSON.stringify(events)))).toEqual(turns);
      }),
      runs,
    );
  });
});
