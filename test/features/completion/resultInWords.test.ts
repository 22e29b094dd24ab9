import { describe, expect, it } from 'vitest';
import { type Result, resultInWords } from '../../../src/features/completion/resultInWords.ts';

const offer = { taskId: 'task-1', text: ' = 1;', source: 'model' } as const;
const none = (whyNot: Extract<Result, { outcome: 'none' }>['whyNot']): Result => ({ outcome: 'none', whyNot }) as Result;
const verdict = { isWorth: false, acceptance: 0.042, valueNanoUsd: 1_000_000, costNanoUsd: 3_000_000, mode: 'frugal' } as const;
const refusal = { rule: 'too-slow', candidate: 'qwen (ollama)', endpoint: 'ollama', reason: 'too slow', candidates: 1 };

describe('The log says of a question', () => {
  it.each<[Result, string]>([
    [
      { outcome: 'offer', offer: { ...offer, asked: { waitedMs: 10, answeredMs: 90 } } },
      '5 characters from model (waited 10 ms, answered in 90 ms)',
    ],
    [
      { outcome: 'offer', offer: { ...offer, asked: { waitedMs: 10, answeredMs: 90, isTrial: true } } },
      '5 characters from model (waited 10 ms, answered in 90 ms, a trial: not worth its price)',
    ],
    [
      none({ reason: 'failed', error: 'not-reserved', detail: 'nothing left', refusals: [refusal] }),
      'nothing, no paid request may leave: nothing left; qwen (ollama): too slow',
    ],
    [{ outcome: 'offer', offer, others: [offer, offer] }, '5 characters from model, and 2 more'],
    [
      none({ reason: 'not-worth', verdict }),
      'nothing, not worth asking: a chance of 0.04 to be taken makes it worth $0.0010, and it costs $0.0030 (frugal)',
    ],
    [
      none({ reason: 'no-model', detail: 'none-suitable', refusals: [refusal] }),
      'nothing, no model (none-suitable; qwen (ollama): too slow)',
    ],
    [none({ reason: 'model-had-nothing', source: 'cache' }), 'nothing, model-had-nothing (cache)'],
    [none({ reason: 'breaks-syntax' }), 'nothing, breaks-syntax'],
    [none({ reason: 'switched-off', languageId: 'go' }), 'nothing, switched off for go'],
    [none({ reason: 'snoozed', untilMs: Date.UTC(2026, 10, 5, 12) }), 'nothing, snoozed until 2026-11-05T12:00:00.000Z'],
    [none({ reason: 'excluded', exclusion: { by: 'glob', glob: '*.env' } }), 'nothing, excluded by the glob *.env'],
    [
      none({ reason: 'excluded', exclusion: { by: 'unreadable', problem: 'must not be empty' } }),
      'nothing, excluded by farthing.completion.exclude, which cannot be read: must not be empty',
    ],
    [none({ reason: 'excluded', exclusion: { by: 'window' } }), 'nothing, excluded by the user, for as long as this window is open'],
    [none({ reason: 'not-here', scheme: 'output' }), 'nothing, documents of output are not completed'],
    [none({ reason: 'binary' }), 'nothing, there are zero bytes around the cursor'],
  ])('%o: %s', (result, words) => {
    expect(resultInWords(result)).toBe(words);
  });
});
