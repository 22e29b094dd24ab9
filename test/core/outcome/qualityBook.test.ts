import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Model, type QualityPrior, tiers } from '../../../src/core/catalogue/index.ts';
import type { OutcomeCount } from '../../../src/core/ledger/index.ts';
import { createQualityBook } from '../../../src/core/outcome/index.ts';
import { type TaskKind, taskKinds } from '../../../src/core/task/index.ts';
import { paidCandidate } from '../../support/tasks.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const today = '2026-11-22';

const sweBench: QualityPrior = {
  ...{ domain: 'agent', benchmark: 'SWE-bench Verified', share: 0.71 },
  ...{ url: 'https://benchmarks.example', readOn: '2026-08-12' },
};

const countOf = (changes: Partial<OutcomeCount> = {}): OutcomeCount => ({
  ...{ localDay: today, kind: 'agent.step', model: 'paid-model', endpoint: 'cloud-of-paid-model' },
  ...{ language: 'typescript', useful: 0, notUseful: 0 },
  ...changes,
});

interface Question {
  readonly counts?: readonly OutcomeCount[];
  readonly kind?: TaskKind;
  readonly model?: Partial<Model>;
  readonly language?: string;
  readonly today?: string;
}

function estimate({ counts = [], kind = 'agent.step', model = {}, language, ...day }: Question) {
  return createQualityBook(counts, { today, ...day }).estimate(kind, paidCandidate('paid-model', model), language);
}

/** To two digits behind the point. */
const meanOf = (question: Question): number => Math.round(estimate(question).mean * 100) / 100;

describe('Before the user has seen an answer', () => {
  it('a model is as good as its benchmark says, on the scale of the kind', () => {
    expect(estimate({ model: { quality: [sweBench] } })).toEqual({
      mean: expect.closeTo(0.3 + 0.6 * 0.71, 10),
      weight: 0,
      source: 'SWE-bench Verified 0.71 (2026-08-12)',
    });
  });

  it('the benchmark of the kind’s own domain counts, else that of the nearest one', () => {
    const chat: QualityPrior = { ...sweBench, domain: 'chat', benchmark: 'Arena', share: 0.5 };
    const model = { quality: [chat, sweBench] };
    expect((['agent.plan', 'edit', 'title'] as const).map((kind) => estimate({ kind, model }).source)).toEqual([
      'SWE-bench Verified 0.71 (2026-08-12)',
      'SWE-bench Verified 0.71 (2026-08-12)',
      'Arena 0.50 (2026-08-12)',
    ]);
  });

  it('a model that no benchmark names is taken for one of its tier, and that is called an assumption', () => {
    expect([tiers.map((tier) => meanOf({ model: { tier } })), estimate({ model: { tier: 'small' } }).source]).toEqual([
      [0.45, 0.57, 0.66, 0.75],
      'assumed for the tier small',
    ]);
  });

  it('a suggestion is accepted less often than any other answer is useful, also of the best model', () => {
    const best = { quality: [{ ...sweBench, share: 1 }] };
    const worst = { quality: [{ ...sweBench, share: 0 }] };
    const others = taskKinds.filter((kind) => !kind.startsWith('completion.'));
    expect([
      [meanOf({ kind: 'completion.line', model: worst }), meanOf({ kind: 'completion.line', model: best })],
      others.map((kind) => [kind, meanOf({ kind, model: worst }), meanOf({ kind, model: best })]),
    ]).toEqual([
      [0.1, 0.4],
      [
        ['edit', 0.3, 0.9],
        ['chat', 0.3, 0.9],
        ['agent.plan', 0.3, 0.9],
        ['agent.step', 0.3, 0.9],
        ['agent.subtask', 0.4, 0.95],
        ['commit-message', 0.6, 0.95],
        ['title', 0.7, 0.98],
        ['compaction', 0.6, 0.95],
      ],
    ]);
  });
});

describe('The user’s own outcomes', () => {
  const model: Partial<Model> = { quality: [{ ...sweBench, share: 0.5 }] };

  it('count against a prior of ten, and are named', () => {
    const counts = [countOf({ useful: 4, notUseful: 26 })];
    expect(estimate({ counts, model, language: 'typescript' })).toEqual({
      mean: expect.closeTo((10 * 0.6 + 4) / 40, 10),
      weight: 30,
      source: 'SWE-bench Verified 0.50 (2026-08-12) and 30 of your outcomes',
    });
  });

  it('of other kinds and models say nothing', () => {
    const counts = [countOf({ kind: 'agent.plan', notUseful: 99 }), countOf({ model: 'other', notUseful: 99 })];
    expect(estimate({ counts, model })).toEqual(estimate({ model }));
  });

  it('at another endpoint count as well', () => {
    const counts = [countOf({ endpoint: 'gateway', notUseful: 10 })];
    expect(meanOf({ counts, model, language: 'typescript' })).toBe(0.3);
  });

  it('in the same language weigh more than those in others, and those of another precision least', () => {
    const of = (changes: Partial<OutcomeCount>) => {
      const counts = [countOf({ precision: 'fp8', notUseful: 30, ...changes }), countOf({ precision: 'fp8', language: 'go', useful: 30 })];
      return meanOf({ counts, model: { ...model, precision: 'fp8' }, language: 'typescript' });
    };
    expect([of({}), of({ language: 'python' }), of({ precision: 'fp16' }), of({ notUseful: 0 })]).toEqual([0.23, 0.51, 0.79, 0.9]);
  });

  it('count half after thirty days, and stay named', () => {
    const counts = [countOf({ localDay: '2026-10-23', notUseful: 20 })];
    expect(estimate({ counts, model, language: 'typescript' })).toMatchObject({
      mean: expect.closeTo(0.3, 10),
      weight: expect.closeTo(10, 10),
      source: 'SWE-bench Verified 0.50 (2026-08-12) and 20 of your outcomes',
    });
  });

  it('of a day to come, where a clock was set back, count as today’s', () => {
    const counts = [countOf({ localDay: '2027-11-22', notUseful: 20 })];
    expect(estimate({ counts, model }).weight).toBe(20);
  });
});

describe('Whatever became of answers', () => {
  const anyCounts = fc.array(
    fc.record({
      localDay: fc.constantFrom('2026-06-01', '2026-10-01', '2026-11-21', today),
      kind: fc.constantFrom('agent.step', 'completion.line' as const),
      model: fc.constantFrom('paid-model', 'other'),
      endpoint: fc.constantFrom('here', 'there'),
      precision: fc.constantFrom('fp8', 'fp16'),
      language: fc.constantFrom('typescript', 'go'),
      useful: fc.nat(5000),
      notUseful: fc.nat(5000),
    }),
    { maxLength: 8 },
  );
  const anyQuestion = fc.record({
    kind: fc.constantFrom('agent.step', 'completion.line' as const),
    model: fc.record({ quality: fc.constantFrom([], [sweBench]), precision: fc.constantFrom('fp8', 'fp16') }),
    language: fc.constantFrom('typescript', 'go', 'python'),
  });
  const tell = (property: (counts: readonly OutcomeCount[], question: Omit<Question, 'counts'>) => void): void =>
    fc.assert(fc.property(anyCounts, anyQuestion, property), runs);

  it('the mean lies between never and always', () => {
    tell((counts, question) => {
      const { mean } = estimate({ ...question, counts });
      expect(mean > 0 && mean < 1).toBe(true);
    });
  });

  it('one more useful answer raises no doubt, and one more of no use no hope', () => {
    tell((counts, question) => {
      const more = countOf({ kind: question.kind ?? 'agent.step', precision: 'fp8', language: 'go' });
      const means = [{ useful: 1 }, {}, { notUseful: 1 }].map(
        (changes) => estimate({ ...question, counts: [...counts, { ...more, ...changes }] }).mean,
      );
      expect(means.every((mean, index) => mean <= (means[index - 1] ?? 1) + 1e-12)).toBe(true);
    });
  });

  it('with the years a model is thought of as before', () => {
    tell((counts, question) => {
      const { mean } = estimate({ ...question, counts, today: '2030-11-22' });
      expect(mean).toBeCloseTo(estimate(question).mean, 4);
    });
  });

  it('the same is answered to the same question, asked once or again, of this book or an equal one', () => {
    tell((counts, { kind = 'chat', model = {}, language }) => {
      const [first, second] = [1, 2].map(() => createQualityBook(structuredClone(counts), { today }));
      const candidate = paidCandidate('paid-model', model);
      const answers = [first, first, second].map((book) => book?.estimate(kind, candidate, language));
      const [once, again, equal] = answers;
      expect([again, equal]).toEqual([once, once]);
    });
  });
});
