import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OutcomeType, outcomeTypes } from '../../../src/core/ledger/index.ts';
import { type AnsweredTasks, countOutcomes, usefulnessOf } from '../../../src/core/outcome/index.ts';
import { type TaskKind, taskKinds } from '../../../src/core/task/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const completions = ['completion.line', 'completion.block'] as const;
const agents = ['agent.plan', 'agent.step', 'agent.subtask'] as const;

const judged: readonly (readonly [readonly TaskKind[], readonly OutcomeType[], ReturnType<typeof usefulnessOf>])[] = [
  [completions, [], 'unknown'],
  [completions, ['shown'], 'unknown'],
  [completions, ['rejected'], 'not-useful'],
  [completions, ['shown', 'kept'], 'useful'],
  [completions, ['shown', 'rejected', 'kept'], 'useful'],
  [completions, ['shown', 'rejected'], 'not-useful'],
  [completions, ['shown', 'accepted'], 'useful'],
  [completions, ['shown', 'accepted', 'kept'], 'useful'],
  [completions, ['shown', 'accepted', 'reverted'], 'not-useful'],
  [['edit'], [], 'unknown'],
  [['edit'], ['shown'], 'not-useful'],
  [['edit'], ['shown', 'accepted'], 'useful'],
  [['edit'], ['accepted', 'tests-failed'], 'useful'],
  [['edit'], ['accepted', 'reverted'], 'not-useful'],
  [['edit'], ['retried'], 'not-useful'],
  [['chat'], [], 'unknown'],
  [['chat'], ['shown'], 'unknown'],
  [['chat'], ['shown', 'applied'], 'useful'],
  [['chat'], ['accepted'], 'useful'],
  [['chat'], ['retried'], 'not-useful'],
  [['chat'], ['applied', 'retried'], 'not-useful'],
  [agents, [], 'unknown'],
  [agents, ['shown'], 'unknown'],
  [agents, ['tests-passed'], 'useful'],
  [agents, ['tests-passed', 'reverted'], 'not-useful'],
  [agents, ['kept'], 'useful'],
  [agents, ['kept', 'tests-failed'], 'not-useful'],
  [agents, ['retried'], 'not-useful'],
  [['commit-message'], ['shown'], 'unknown'],
  [['commit-message'], ['shown', 'accepted'], 'useful'],
  [['commit-message'], ['rejected'], 'not-useful'],
  [['commit-message'], ['retried'], 'not-useful'],
  [['title', 'compaction'], [], 'useful'],
  [['title', 'compaction'], ['shown'], 'useful'],
  [['title', 'compaction'], ['retried'], 'not-useful'],
  [['title', 'compaction'], ['rejected'], 'not-useful'],
];

describe('An answer', () => {
  it.each(judged)('for %s of which became [%s] is %s', (kinds, outcomes, usefulness) => {
    expect(kinds.map((kind) => usefulnessOf(kind, outcomes))).toEqual(kinds.map(() => usefulness));
  });

  it('that was taken back is of no use, whatever else became of it', () => {
    const others = fc.subarray([...outcomeTypes]);
    fc.assert(
      fc.property(fc.constantFrom(...taskKinds), others, (kind, outcomes) => {
        expect(usefulnessOf(kind, [...outcomes, 'reverted'])).toBe('not-useful');
      }),
      runs,
    );
  });

  it('is judged alike whatever the order of the news, and however often it comes', () => {
    const news = fc.array(fc.constantFrom(...outcomeTypes), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...taskKinds), news, (kind, outcomes) => {
        expect(usefulnessOf(kind, [...outcomes, ...outcomes].toReversed())).toBe(usefulnessOf(kind, [...new Set(outcomes)]));
      }),
      runs,
    );
  });
});

describe('Outcomes', () => {
  const answered = (changes: Partial<AnsweredTasks>): AnsweredTasks => ({
    ...{ localDay: '2026-11-05', kind: 'chat', model: 'sonnet', endpoint: 'anthropic' },
    ...{ tasks: 1, isWhole: true, outcomes: ['applied'] },
    ...changes,
  });

  it('are summed where all but what became of them is the same', () => {
    expect(
      countOutcomes([
        answered({ tasks: 3 }),
        answered({ tasks: 2, outcomes: ['retried'] }),
        answered({ tasks: 5, outcomes: ['accepted'], isWhole: false }),
        answered({ tasks: 7, outcomes: ['shown'] }),
        answered({ language: 'go' }),
        answered({ precision: 'fp8' }),
        answered({ localDay: '2026-11-04' }),
      ]).map(({ localDay, precision, language, useful, notUseful }) => [localDay, precision, language, useful, notUseful]),
    ).toEqual([
      ['2026-11-04', undefined, undefined, 1, 0],
      ['2026-11-05', undefined, undefined, 8, 2],
      ['2026-11-05', undefined, 'go', 1, 0],
      ['2026-11-05', 'fp8', undefined, 1, 0],
    ]);
  });

  it('of an answer that was broken off count only if there are any', () => {
    expect(
      countOutcomes([
        answered({ kind: 'title', outcomes: [], isWhole: false }),
        answered({ kind: 'compaction', outcomes: ['retried'], isWhole: false }),
      ]).map(({ kind, useful, notUseful }) => [kind, useful, notUseful]),
    ).toEqual([['compaction', 0, 1]]);
  });
});
