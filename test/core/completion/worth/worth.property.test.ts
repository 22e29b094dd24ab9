import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worthModes } from '../../../../src/core/completion/worth/judge.ts';
import { LearningWorthJudge } from '../../../../src/core/completion/worth/learningWorthJudge.ts';
import { anyCharacter } from '../../../support/anyCharacter.ts';
import { asked } from './questions.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const question = fc.record({
  text: fc.oneof(
    fc.constantFrom('|', 'if (x) {\n  |\n}', 'a.|', 'const s = "|"', '// why|', 'foo(|);', '\t\treturn |', 'import |'),
    fc.string({ unit: anyCharacter, maxLength: 12 }),
  ),
  languageId: fc.oneof(fc.constantFrom('typescript', 'python', '__proto__', ''), fc.string({ maxLength: 8 })),
  cost: fc.oneof(fc.integer({ min: 0, max: 50_000_000 }), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
  quality: fc.double({ min: 0, max: 1, noNaN: true }),
});

const step = fc.record({
  question,
  waitMs: fc.integer({ min: 0, max: 5000 }),
  outcome: fc.constantFrom('accepted', 'rejected', 'left', 'unasked' as const),
  characters: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.constantFrom(0, 1e9, -1)),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A judge that has seen all that. */
function after(steps: readonly Step[]): LearningWorthJudge {
  const judge = new LearningWorthJudge({ mode: () => 'balanced' });
  let atMs = 0;
  for (const [number, { question: each, waitMs, outcome, characters }] of steps.entries()) {
    atMs += waitMs;
    const next = asked({ ...each, id: `step-${number}` });
    judge.observe(next.snapshot, atMs);
    judge.judge(next);
    if (outcome !== 'unasked') judge.noticed(next);
    if (outcome === 'accepted' || outcome === 'rejected') judge.learn(next.task.id, outcome, characters);
  }
  return judge;
}

const steps = fc.array(step, { maxLength: 4 });

describe('Whatever is asked and whatever becomes of it', () => {
  it('shares are shares, money is whole, weights are bounded, what is restored judges the same, and the more eager ask wherever the less do', () => {
    fc.assert(
      fc.property(steps, question, (seen, next) => {
        const judge = after(seen);
        const learned = judge.save();
        const restored = new LearningWorthJudge({ mode: () => 'balanced', learned: JSON.parse(JSON.stringify(learned)) });
        const [frugal, balanced, eager] = worthModes.map((mode) =>
          new LearningWorthJudge({ mode: () => mode, learned }).judge(asked(next)),
        );
        const { acceptance = 0, valueNanoUsd = -1, costNanoUsd } = judge.judge(asked({ ...next, id: 'next' }));
        expect({
          isShare: acceptance > 0 && acceptance < 1,
          isWhole: valueNanoUsd >= 0 && [valueNanoUsd, costNanoUsd].every(Number.isSafeInteger),
          areBounded: Object.values(learned.weights).every(({ value }) => Math.abs(value) <= 4),
          saved: restored.save(),
          restored: restored.judge(asked(next)),
          isMonotonous: (!frugal?.isWorth || balanced?.isWorth) && (!balanced?.isWorth || eager?.isWorth),
        }).toEqual({ isShare: true, isWhole: true, areBounded: true, saved: learned, restored: balanced, isMonotonous: true });
      }),
      runs,
    );
  });
});
