import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

import { explainText } from '../../src/cli/explainText.ts';
import type { DecisionRecord, LedgerEntry } from '../../src/core/ledger/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { formatsFor } from '../../src/features/spend/formats.ts';
import { requestState } from '../../src/features/spend/requestState.ts';
import { explain } from '../../src/features/why/explain.ts';
import { entryOf } from '../support/entries.ts';

type NewField = 'effort' | 'serviceTier' | 'precision' | 'sessionId' | 'expectedCacheReadTokens' | 'cacheMiss';

/** A field that is added to the record has to be added here, and to every place that shows it. */
const decision: Required<DecisionRecord> = {
  rule: 'needs-larger-context',
  reason: 'cheapest for each useful answer of 3',
  chosen: 'oak (cloud, high effort, flex)',
  fallbacks: ['elm (other)', 'qwen (llama)'],
  rejected: [
    { candidate: 'big (cloud)', rule: 'price-limit', reason: 'it could cost $9.00' },
    { candidate: 'far (abroad)', rule: 'region', reason: 'its region is unknown' },
  ],
  expectedCostNanoUsd: 20_000_000,
  costPerUsefulNanoUsd: 30_000_000,
  quality: { mean: 0.834, source: 'LiveCodeBench 0.81 (2026-10-01)' },
  rules: ['thrifty', 'rule shared of this workspace does not change the effort'],
  predicted: { inputTokens: 911, outputTokens: 77 },
  cache: '640 tokens to read, 128 tokens to write for 5m',
  redactions: [
    { kind: 'AWS access key', count: 2 },
    { kind: 'password', count: 1 },
    { kind: 'AWS access key', count: 3 },
  ],
};
const recorded: Required<Pick<LedgerEntry, NewField>> = {
  effort: 'very-high',
  serviceTier: 'priority',
  precision: 'fp8',
  sessionId: 'session-17',
  expectedCacheReadTokens: 640,
  cacheMiss: 'prefix-changed',
};
const entry = entryOf({ ...recorded, decision, usage: { ...noUsage, uncachedInput: 500, cacheRead: 452, output: 63 } });

/** What of each field a user must be able to read. */
const seen: Readonly<Record<keyof DecisionRecord | NewField, readonly string[]>> = {
  rule: ['needs-larger-context'],
  reason: ['cheapest for each useful answer of 3'],
  chosen: ['oak (cloud, high effort, flex)'],
  fallbacks: ['elm (other)', 'qwen (llama)'],
  rejected: ['big (cloud)', 'price-limit', 'it could cost $9.00', 'far (abroad)', 'region', 'its region is unknown'],
  expectedCostNanoUsd: ['$0.02'],
  costPerUsefulNanoUsd: ['$0.03'],
  quality: ['83 %', 'LiveCodeBench 0.81 (2026-10-01)'],
  rules: ['thrifty', 'rule shared of this workspace does not change the effort'],
  predicted: ['911 in, 77 out', '952 in, 63 out'],
  cache: ['640 tokens to read, 128 tokens to write for 5m'],
  redactions: ['AWS access key', '5', 'password'],
  effort: ['very-high'],
  serviceTier: ['priority'],
  precision: ['fp8'],
  sessionId: ['session-17'],
  expectedCacheReadTokens: ['640', '452'],
  cacheMiss: ['the prompt changed before the end of what was cached'],
};

const formats = formatsFor('en', 'UTC', '2026-11-05');

/** The three places that tell of a decision, each as all of its text. */
function everywhere(of: LedgerEntry): Readonly<Record<string, string>> {
  const { facts, cache, rejected } = requestState({ entry: of, attempts: [], outcomes: [], price: undefined }, formats);
  return {
    'Why This Suggestion?': explain([of], () => undefined),
    'the Spend page': [
      ...[...facts, ...cache].flatMap(({ name, text }) => [name, text]),
      ...rejected.flatMap((each) => Object.values(each)),
    ].join('\n'),
    'farthing explain': explainText([of], { timeZone: 'UTC', priceOf: () => undefined }),
  };
}

/** Whose text lacks what. */
function missing(of: LedgerEntry, words: readonly string[]): readonly string[] {
  return Object.entries(everywhere(of)).flatMap(([place, text]) =>
    words.filter((word) => !text.includes(word)).map((word) => `${place}: ${word}`),
  );
}

describe('The record of a decision', () => {
  it('is the same, and whole, wherever it is shown', () => {
    expect(missing(entry, Object.values(seen).flat())).toEqual([]);
  });

  it('is shown without what an older entry does not have', () => {
    const older = entryOf();
    const names = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
    expect({
      why: names(
        explain([older], () => undefined),
        /^- ([^:]+):/gm,
      ),
      page: requestState({ entry: older, attempts: [], outcomes: [], price: undefined }, formats).facts.map(({ name }) => name),
      cli: names(explainText([older], { timeZone: 'UTC', priceOf: () => undefined }), /^ {2}(\w+) /gm),
    }).toEqual({
      why: ['First choice', 'Rule', 'Reason', 'Expected cost', 'Tier', 'Ended', 'Time', 'Tokens in', 'Cost'],
      page: [
        ...['Kind', 'Model', 'Endpoint', 'Cost', 'End', 'Duration', 'Attempt', 'Workspace', 'Language'],
        ...['First choice', 'Rule', 'Reason', 'Expected cost', 'Next choices', 'Entry'],
      ],
      cli: [
        'kind',
        'asked',
        'attempts',
        'chosen',
        'rule',
        'reason',
        'expected',
        'fallbacks',
        'entry',
        'when',
        'model',
        'endpoint',
        'ended',
        'tokens',
        'cost',
      ],
    });
  });

  it.each([
    ['expired', 'the cache had expired'],
    ['prefix-changed', 'the prompt changed before the end of what was cached'],
    ['model-switched', 'another model or endpoint was asked last'],
    ['beyond-look-back', 'more was added since the last mark than the provider looks back'],
    ['evicted', 'the provider had let it go, or sent the request to another machine'],
    ['a cause of a later version', 'a cause of a later version'],
  ])('names why the cache held less: %s', (cacheMiss, words) => {
    expect(missing(entryOf({ cacheMiss }), [words])).toEqual([]);
  });

  it('shows who says so where nobody knows how useful a model is, and no figure', () => {
    const unknown = entryOf({ decision: { ...decision, quality: { mean: 1, source: 'nothing is known of its quality' } } });
    expect([
      missing(unknown, ['nothing is known of its quality']),
      Object.values(everywhere(unknown)).filter((text) => text.includes('100 %')),
    ]).toEqual([[], []]);
  });
});
