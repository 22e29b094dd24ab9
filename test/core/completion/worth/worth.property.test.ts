import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worthModes } from '../../../../src/core/completion/worth/judge.ts';
import { LearningWorthJudge } from '../../../../src/core/completion/worth/learningWorthJudge.ts';
import { asked } from './questions.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const question = fc.record({
  text: fc.oneof(
    fc.constantFrom('|', 'if (x) {\n  |\n}', 'a.|', 'const s = "|"', '// why|', 'foo(|);', '\t\treturn |', 'import |'),
    fc.string({ unit: 'binary', maxLength: 12 }),
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

const steps = fc.array(step, { maxLength: 6 });

describe('Whatever is asked and whatever becomes of it', () => {
  it('acceptances stay above 0 and below 1, money stays whole, and weights stay finite', () => {
    fc.assert(
      fc.property(steps, question, (seen, next) => {
        const judge = after(seen);
        const { acceptance, valueNanoUsd, costNanoUsd } = judge.judge(asked({ ...next, id: 'next' }));
        const weights = Object.values(judge.save().weights);
        expect([
          acceptance > 0 && acceptance < 1,
          Number.isSafeInteger(valueNanoUsd) && valueNanoUsd >= 0 && Number.isSafeInteger(costNanoUsd),
          weights.every(({ value }) => Math.abs(value) <= 4),
        ]).toEqual([true, true, true]);
      }),
      runs,
    );
  });

  it('what is saved and restored is the same, and judges the same', () => {
    fc.assert(
      fc.property(steps, question, (seen, next) => {
        const learned = after(seen).save();
        const [one, other] = [learned, JSON.parse(JSON.stringify(learned))].map(
          (each) => new LearningWorthJudge({ mode: () => 'balanced', learned: each }),
        );
        expect([other?.save(), other?.judge(asked(next))]).toEqual([learned, one?.judge(asked(next))]);
      }),
      runs,
    );
  });

  it('the eager ask wherever the balanced do, and those wherever the frugal do', () => {
    fc.assert(
      fc.property(steps, question, (seen, next) => {
        const learned = after(seen).save();
        const [frugal, balanced, eager] = worthModes.map(
          (mode) => new LearningWorthJudge({ mode: () => mode, learned }).judge(asked(next)).isWorth,
        );
        expect([!frugal || balanced, !balanced || eager]).toEqual([true, true]);
      }),
      runs,
    );
  });
});
