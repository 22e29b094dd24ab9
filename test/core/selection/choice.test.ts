import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetPressures } from '../../../src/core/budget/index.ts';
import type { CacheExpectation } from '../../../src/core/caching/index.ts';
import { type Candidate, candidateName } from '../../../src/core/catalogue/index.ts';
import type { RuleUse } from '../../../src/core/rules/index.ts';
import { type Decision, profileOf, type SelectionConditions, select } from '../../../src/core/selection/index.ts';
import { RecentStatistics, type SpeedEstimate } from '../../../src/core/statistics/index.ts';
import type { AgentState, Task } from '../../../src/core/task/index.ts';
import { entryOf, without } from '../../support/entries.ts';
import { pressing } from '../../support/pressing.ts';
import { nothingSeen } from '../../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice } from '../../support/tasks.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const everything: SelectionConditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {} };
const decide = (task: Task, candidates: readonly Candidate[], conditions: Partial<SelectionConditions> = {}): Decision =>
  select(profileOf(task, nothingSeen), candidates, { ...everything, ...conditions });

const triedOf = (decision: Decision): readonly string[] =>
  decision.outcome === 'chosen'
    ? [decision.chosen, ...decision.fallbacks].map(({ candidate }) => candidateName(candidate).replace(/cloud-of-[^,)]+(, )?/, ''))
    : [];
const rulesOf = (decision: Decision): Readonly<Record<string, string>> =>
  Object.fromEntries(decision.rejected.map(({ candidate, rule }) => [candidate.model.id, rule]));

/** At that share of the usual price. */
const priced = (id: string, share: number, model: Partial<Candidate['model']> = {}): Candidate =>
  paidCandidate(id, {
    price: { ...paidPrice, uncachedInput: paidPrice.uncachedInput * share, output: paidPrice.output * share },
    ...model,
  });

/** Five requests lately, the last of them just now. */
function speed(changes: Partial<SpeedEstimate>): SpeedEstimate {
  const { firstTokenMs = { median: 100, high: 100 }, outputTokensPerSecond = 50 } = changes;
  const latest = { firstTokenMs: firstTokenMs.median, outputTokensPerSecond };
  return { firstTokenMs, outputTokensPerSecond, answerTokens: undefined, weight: 5, latest, lastAskedMs: 0, ...changes };
}

/** How likely each is useful, by the model's id. */
const useful = (shares: Readonly<Record<string, number>>): NonNullable<SelectionConditions['quality']> => ({
  estimate: (_kind, { model }) => ({ mean: shares[model.id] ?? 0.5, weight: 10, source: 'ten outcomes' }),
});
const byRule = (use: RuleUse): Partial<SelectionConditions> => ({ rules: [{ source: 'user', name: 'mine', use }] });

describe('What is cheapest', () => {
  it('is so for each useful answer: twice the price for three times the use is a bargain', () => {
    const candidates = [priced('cheap', 1), priced('good', 2)];
    expect(triedOf(decide(chatTask(), candidates, { quality: useful({ cheap: 0.3, good: 0.9 }) }))).toEqual(['good ()', 'cheap ()']);
    expect(triedOf(decide(chatTask(), candidates, { quality: useful({ cheap: 0.6, good: 0.9 }) }))).toEqual(['cheap ()', 'good ()']);
  });

  it('is nobody whose answers are of no use: below the floor the next one is asked, and it says whose outcomes said so', () => {
    const decision = decide(chatTask(), [priced('cheap', 0.01), priced('good', 2)], { quality: useful({ cheap: 0.1, good: 0.9 }) });
    expect({ tried: triedOf(decision), rejected: decision.rejected.map(({ rule, reason }) => `${rule}: ${reason}`) }).toEqual({
      tried: ['good ()'],
      rejected: ['below-quality-floor: useful in 10 % of answers, below 25 %: ten outcomes'],
    });
  });

  it('is asked all the same where everybody is below the floor, the best for its price first', () => {
    const decision = decide(chatTask(), [priced('bad', 1), priced('worse', 1)], { quality: useful({ bad: 0.2, worse: 0.1 }) });
    expect({ tried: triedOf(decision), rejected: decision.rejected }).toEqual({ tried: ['bad ()', 'worse ()'], rejected: [] });
  });

  it('is asked below a lower floor as the budget comes to its end', () => {
    const decision = decide(chatTask(), [priced('so-so', 1)], { quality: useful({ 'so-so': 0.22 }), pressure: pressing('economy') });
    expect(decision.rejected).toEqual([]);
  });

  it('is for a suggestion the local model, until its suggestions are of no use', () => {
    const candidates = [paidCandidate('paid', { tier: 'small' }), localCandidate('local')];
    const tried = [0.3, 0.01].map(
      (local) => triedOf(decide(holeTask('a', 'b'), candidates, { quality: useful({ local, paid: 0.3 }) })).length,
    );
    expect(tried).toEqual([2, 1]);
  });

  it('counts what leaving a warm cache costs later', () => {
    const expectation: CacheExpectation = { readTokens: 0, writeTokens: 0, regretNanoUsd: 0 };
    const cacheMemory = {
      expect: ({ model }: Candidate): CacheExpectation =>
        model.id === 'warm' ? { ...expectation, readTokens: 5 } : { ...expectation, regretNanoUsd: 5_000_000 },
    };
    const candidates = [priced('cold', 0.9), priced('warm', 1)];
    expect([triedOf(decide(chatTask(), candidates)), triedOf(decide(chatTask(), candidates, { cacheMemory }))]).toEqual([
      ['cold ()', 'warm ()'],
      ['warm ()', 'cold ()'],
    ]);
  });
});

describe('What is fastest', () => {
  it('is the one with the shortest time to its first token, or with the most tokens per second, as the user sorts', () => {
    const speeds = { quick: [100, 10], busy: [900, 200] } as const;
    const statistics: SelectionConditions['statistics'] = {
      speedOf: (_endpoint, model) => {
        const [first, perSecond] = speeds[model as keyof typeof speeds];
        return speed({ firstTokenMs: { median: first, high: first }, outputTokensPerSecond: perSecond });
      },
    };
    const candidates = [priced('busy', 1), priced('quick', 2)];
    const tried = (['price', 'latency', 'throughput'] as const).map(
      (sort) => triedOf(decide(chatTask(), candidates, { statistics, sort }))[0],
    );
    expect(tried).toEqual(['busy ()', 'quick ()', 'busy ()']);
  });

  it('is another one within ten requests after it slowed down', () => {
    const time = { nowMs: Date.UTC(2026, 10, 22) };
    const statistics = new RecentStatistics({ now: () => time.nowMs });
    const answered = (model: string, firstTokenMs: number): void => {
      time.nowMs += 5000;
      statistics.learn(
        // A cloud does not tell how long it worked.
        without(
          entryOf({
            id: `${model}-${time.nowMs}`,
            model,
            endpoint: `cloud-of-${model}`,
            startedAtMs: time.nowMs,
            firstTokenMs,
            durationMs: firstTokenMs + 1000,
            finish: 'stop',
            billing: 'metered',
          }),
          'timings',
        ),
      );
    };
    const candidates = [paidCandidate('usual'), paidCandidate('other')];
    const first = (): string | undefined => triedOf(decide(chatTask(), candidates, { statistics, sort: 'latency' }))[0];
    for (let index = 0; index < 30; index += 1) {
      answered('usual', 200);
      answered('other', 500);
    }
    const before = first();
    let requests = 0;
    while (first() === 'usual ()' && requests < 20) {
      answered('usual', 5000);
      requests += 1;
    }
    expect({ before, after: first(), isInTime: requests <= 10 }).toEqual({ before: 'usual ()', after: 'other ()', isInTime: true });
  });

  it('a suggestion is not asked of a paid model that was too slow lately, while somebody else can answer', () => {
    const statistics: SelectionConditions['statistics'] = {
      speedOf: (_endpoint, model) => (model === 'slow' ? speed({ firstTokenMs: { median: 4000, high: 9000 } }) : undefined),
    };
    const [slow, quick] = [paidCandidate('slow', { tier: 'small' }), paidCandidate('quick', { tier: 'small' })];
    expect([
      rulesOf(decide(holeTask('a', 'b'), [slow, quick], { statistics })),
      rulesOf(decide(holeTask('a', 'b'), [slow], { statistics })),
    ]).toEqual([{ slow: 'too-slow' }, {}]);
  });
});

describe('Effort and service tier', () => {
  const thinker = paidCandidate('thinker', { efforts: ['low', 'medium', 'high'] });
  const dear = paidCandidate('dear', { tier: 'frontier' });
  const well: AgentState = { repeatedCalls: 0, stepsWithoutProgress: 0, diffLines: 10 };
  const step = (state: AgentState): Task => chatTask({ kind: 'agent.step', state });

  it.each([
    ['all is well', well, ['thinker (medium effort)']],
    ['a call was repeated', { ...well, repeatedCalls: 1 }, ['thinker (high effort)']],
    ['three steps brought nothing', { ...well, stepsWithoutProgress: 3 }, ['thinker (high effort)']],
    ['nothing helps', { ...well, repeatedCalls: 2, stepsWithoutProgress: 6, failingTests: 3 }, ['dear ()']],
  ] as const)('when %s', (_what, state, tried) => {
    expect(triedOf(decide(step(state), [thinker, dear]))).toEqual(tried);
  });

  it('are lowest where little thinking is needed, and cheapest where nobody waits', () => {
    const price = { ...paidPrice, serviceTiers: { flex: 500, priority: 2000 } };
    const small = paidCandidate('small', { tier: 'small', efforts: ['minimal', 'low', 'high'], price });
    expect(triedOf(decide(chatTask({ kind: 'title' }), [small]))).toEqual(['small (minimal effort, flex)', 'small (minimal effort)']);
    expect(triedOf(decide(chatTask({ kind: 'commit-message' }), [small]))).toEqual(['small (minimal effort)']);
  });

  it('are what a rule says, and what the user’s own row says before that', () => {
    const price = { ...paidPrice, serviceTiers: { priority: 2000 } };
    const both = paidCandidate('both', { efforts: ['low', 'medium'], price });
    const fixed = paidCandidate('fixed', {
      efforts: ['low', 'medium'],
      price,
      quirks: { reasoningEffort: 'medium', serviceTier: 'default' },
    });
    expect(triedOf(decide(chatTask(), [both, fixed], byRule({ effort: 'low', serviceTier: 'priority' }))).toSorted()).toEqual([
      'both (low effort, priority)',
      'fixed ()',
    ]);
  });
});

describe('Rules', () => {
  const all = [
    localCandidate('local'),
    priced('small', 0.1, { tier: 'small' }),
    priced('medium', 1),
    priced('frontier', 5, { tier: 'frontier' }),
  ];

  it.each<[string, RuleUse, readonly string[]]>([
    ['a tier', { tier: 'small' }, ['small', 'local']],
    ['no tier above one', { maxTier: 'small' }, ['small', 'local']],
    ['a model', { model: 'frontier@cloud-of-frontier' }, ['frontier', 'local']],
    ['local models only', { localOnly: true }, ['local']],
    ['all but some', { exclude: { models: ['med*'] } }, ['local']],
  ])('choose %s', (_what, use, expected) => {
    const decision = decide(chatTask(), all, byRule(use));
    const tried = decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks].map(({ candidate }) => candidate.model.id) : [];
    expect({ tried, rules: decision.rules }).toEqual({ tried: expected, rules: ['mine'] });
  });

  it('come before a pin, and hold within the policy', () => {
    const decision = decide(chatTask(), all, {
      ...byRule({ tier: 'small' }),
      pins: { chat: { tier: 'frontier' } },
      policy: { metered: 'paused' },
    });
    expect([decision.rule, rulesOf(decision)]).toEqual(['rule', { small: 'paused', medium: 'paused', frontier: 'paused' }]);
  });

  it('of a workspace lower a pin, never raise it, and not even an approved one changes a pinned model', () => {
    const pins = { chat: { tier: 'medium' } } as const;
    const by = (source: 'workspace' | 'workspace-approved', use: RuleUse): readonly string[] => {
      const decision = decide(chatTask(), all, { pins, rules: [{ source, name: 'theirs', use }] });
      return decision.outcome === 'chosen' ? [decision.chosen.candidate.model.id, ...decision.rules] : [];
    };
    expect([
      by('workspace', { tier: 'small' }),
      by('workspace', { tier: 'frontier' })[0],
      by('workspace-approved', { tier: 'small' }),
      by('workspace-approved', { tier: 'frontier' }),
      by('workspace-approved', { maxTier: 'small' })[0],
    ]).toEqual([
      ['small', 'theirs'],
      'medium',
      ['small', 'theirs'],
      ['medium', 'theirs', 'rule theirs of this workspace does not change what you chose by hand'],
      'small',
    ]);
  });
});

describe('A prompt that is too long for its tier', () => {
  const long = chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(90_000) }] });
  const short = priced('short', 1, { contextTokens: 16_000 });
  const wide = priced('wide', 5, { tier: 'frontier', contextTokens: 200_000 });

  it('goes to a model of another tier that it fits into', () => {
    const decision = decide(long, [short, wide]);
    expect([decision.rule, triedOf(decision), rulesOf(decision)]).toEqual([
      'needs-larger-context',
      ['wide ()'],
      { short: 'context-too-small' },
    ]);
  });

  it('is refused where the user chose the tier by hand', () => {
    expect(decide(long, [short, wide], { pins: { chat: { tier: 'medium' } } }).outcome).toBe('refused');
  });

  it('is not sent once more to a context that has turned out too small', () => {
    const text = 'x'.repeat(30_000);
    const task = chatTask({ segments: [{ role: 'user', stability: 'turn', text }] });
    const candidates = [short, priced('same', 1, { contextTokens: 16_000 }), wide];
    expect(triedOf(decide(task, candidates, { contextAboveTokens: 16_000 }))).toEqual(['wide ()']);
    // What a row claims may not be what a server gives: a short prompt is tried elsewhere all the same.
    expect(triedOf(decide(chatTask(), candidates, { contextAboveTokens: 16_000 }))).toEqual(['short ()', 'same ()']);
  });
});

describe('A request that may cost so much at the most', () => {
  it('goes to who cannot cost more, whatever is expected', () => {
    const policy = { metered: 'allowed', data: [{ maxPricePerRequestNanoUsd: 2_000_000 }] } as const;
    const decision = decide(chatTask(), [priced('medium', 1), priced('dear', 2), paidCandidate('rich', { maxOutputTokens: 20 })], {
      policy,
    });
    expect([triedOf(decision), rulesOf(decision)]).toEqual([['rich ()', 'medium ()'], { dear: 'price-limit' }]);
  });
});

describe('Selection as a whole', () => {
  it('gives the same decision for the same input, names everybody once as tried or rejected, and never tries one that may not be asked', () => {
    const tier = fc.constantFrom('local' as const, 'small' as const, 'medium' as const, 'frontier' as const);
    const candidate = fc.record({
      tier,
      share: fc.integer({ min: 1, max: 50 }),
      quality: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      contextTokens: fc.constantFrom(1000, 16_000, 200_000),
    });
    const kind = fc.constantFrom('chat' as const, 'agent.step' as const, 'title' as const, 'agent.plan' as const);
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), kind, fc.constantFrom(...budgetPressures), (rows, of, pressure) => {
        const shares: Record<string, number> = {};
        const candidates = rows.map(({ tier: each, share, quality, contextTokens }, index): Candidate => {
          shares[`m${index}`] = quality;
          return each === 'local'
            ? localCandidate(`m${index}`, { contextTokens })
            : priced(`m${index}`, share, { tier: each, contextTokens });
        });
        const conditions = { pressure: pressing(pressure), quality: useful(shares) };
        const decision = decide(chatTask({ kind: of }), candidates, conditions);
        const tried = decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks].map((each) => each.candidate) : [];
        expect(decide(chatTask({ kind: of }), candidates, conditions)).toEqual(decision);
        expect([...tried, ...decision.rejected.map((each) => each.candidate)].map(({ model }) => model.id).toSorted()).toEqual(
          candidates.map(({ model }) => model.id).toSorted(),
        );
        expect(tried.filter(({ model }) => pressure !== 'normal' && model.tier === 'frontier')).toEqual([]);
      }),
      runs,
    );
  });
});
