import { describe, expect, it, vi } from 'vitest';
import type { LastCompletion, NoSuggestion } from '../../src/platform/completionHealth.ts';
import { noSuggestionInShort } from '../../src/platform/noSuggestionInShort.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

const refusal = { rule: 'paused', candidate: 'codestral (mistral)', endpoint: 'mistral', reason: 'paused', candidates: 1 };
const verdict = { isWorth: false, acceptance: 0.04, valueNanoUsd: 100_000, costNanoUsd: 3_000_000, mode: 'balanced' } as const;

describe('Why there was no suggestion, in short', () => {
  it.each<[NoSuggestion, string | undefined]>([
    [{ reason: 'superseded' }, undefined],
    [{ reason: 'switched-off', languageId: 'go' }, 'off for go'],
    [{ reason: 'snoozed', untilMs: 0 }, 'completions are snoozed'],
    [{ reason: 'excluded', exclusion: { by: 'glob', glob: '*.env' } }, 'this file is excluded by "*.env"'],
    [{ reason: 'excluded', exclusion: { by: 'unreadable', problem: 'x' } }, 'farthing.completion.exclude cannot be read'],
    [{ reason: 'excluded', exclusion: { by: 'window' } }, 'off in this file'],
    [{ reason: 'not-here', scheme: 'output' }, 'not in such a document (output)'],
    [{ reason: 'binary' }, 'this is no text'],
    [{ reason: 'inside-word' }, 'the cursor was inside a word'],
    [{ reason: 'just-accepted' }, 'a line was just taken'],
    [{ reason: 'model-had-nothing', source: 'cache' }, 'the model had nothing to add'],
    [{ reason: 'nothing-new', detail: 'blank' }, 'the model had nothing to add'],
    [{ reason: 'nothing-new', detail: 'repeats-what-follows' }, 'it stands there already'],
    [{ reason: 'nonsense', detail: 'U+0000' }, 'the model answered with what is no code'],
    [{ reason: 'repetition' }, 'the model repeated itself'],
    [{ reason: 'breaks-syntax' }, 'it would have broken the syntax'],
    [{ reason: 'not-worth', verdict }, '$0.0030 was more than it was likely to be worth'],
    [{ reason: 'no-model', detail: 'none-suitable', refusals: [] }, 'no model that completes code'],
    [{ reason: 'no-model', detail: 'none-suitable', refusals: [refusal] }, 'nobody was asked'],
    [{ reason: 'failed', error: 'timeout', detail: 'HTTP' }, 'the server took too long'],
    [{ reason: 'not-loaded', detail: 'no file' }, 'a part of Farthing could not be loaded; the log has it'],
  ])('%o', (whyNot, words) => {
    expect(noSuggestionInShort({ outcome: 'none', whyNot })).toBe(words);
  });

  it.each<[LastCompletion | undefined]>([[undefined], [{ outcome: 'offer', taskId: 'task-1', source: 'cache' }]])(
    'nothing, where none is missing: %o',
    (last) => {
      expect(noSuggestionInShort(last)).toBeUndefined();
    },
  );
});
