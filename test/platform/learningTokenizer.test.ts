import { describe, expect, it } from 'vitest';
import { LearningTokenizer } from '../../src/platform/learningTokenizer.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const counter = { count: async (texts: readonly string[]) => texts.join('').length };
const candidate = paidCandidate('paid', { tokenizerRatio: 1.2 });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A tokenizer over a ledger whose changes a test tells. */
function learning() {
  const ledger = new MemoryLedger();
  const listeners = new Set<() => void>();
  let reads = 0;
  let failures = 0;
  const tokenizer = new LearningTokenizer({
    counter,
    ledger: {
      learnedRatios: async () => {
        reads += 1;
        if (reads <= failures) throw new Error('out of order');
        return ledger.learnedRatios();
      },
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    },
  });
  const change = (): void => {
    for (const listener of listeners) listener();
  };
  const failFirst = (times: number): void => {
    failures = times;
  };
  return { ledger, tokenizer, change, reads: () => reads, failFirst, listeners };
}

const sample = {
  endpoint: 'cloud-of-paid',
  model: 'paid',
  fileType: 'go',
  bytes: 3000,
  o200kTokens: 1000,
  framingTokens: 0,
  inputTokens: 1500,
};

describe('The tokenizer that learns', () => {
  it('begins with the ratio of the model’s row, and takes up what any window learned', async () => {
    const { ledger, tokenizer, change } = learning();
    expect(tokenizer.ratio(candidate, 'go')).toEqual({ ratio: 1.2, highestTokensPerByte: 0 });
    for (let n = 0; n < 3; n += 1) await ledger.learnTokens(sample);
    change();
    tokenizer.ratio(candidate, 'go');
    await settled();
    expect(tokenizer.ratio(candidate, 'go')).toMatchObject({ ratio: 1.5 });
  });

  it('reads the ledger only when it changed and a paid model is asked about', async () => {
    const { tokenizer, change, reads, listeners } = learning();
    tokenizer.ratio(localCandidate(), 'go');
    expect(reads()).toBe(0);
    tokenizer.ratio(candidate, 'go');
    tokenizer.ratio(candidate, 'go');
    expect(reads()).toBe(1);
    await settled();
    tokenizer.ratio(candidate, 'go');
    expect(reads()).toBe(1);
    change();
    tokenizer.ratio(candidate, 'go');
    expect(reads()).toBe(2);
    tokenizer.dispose();
    expect(listeners.size).toBe(0);
  });

  it('is ready once it was told what other windows learned before, so that the first paid request knows it', async () => {
    const { ledger, tokenizer, reads } = learning();
    for (let n = 0; n < 3; n += 1) await ledger.learnTokens(sample);
    await tokenizer.ready();
    expect({ ...tokenizer.ratio(candidate, 'go'), reads: reads() }).toEqual({ ratio: 1.5, highestTokensPerByte: 0.5, reads: 1 });
  });

  it('keeps nobody waiting for later news', async () => {
    const { tokenizer, change, reads } = learning();
    await tokenizer.ready();
    change();
    await tokenizer.ready();
    expect(reads()).toBe(1);
  });

  it('reads again what changed while it was read', async () => {
    const { ledger, tokenizer, change } = learning();
    const ready = tokenizer.ready();
    for (let n = 0; n < 3; n += 1) await ledger.learnTokens(sample);
    change();
    await ready;
    tokenizer.ratio(candidate, 'go');
    await settled();
    expect(tokenizer.ratio(candidate, 'go').ratio).toBe(1.5);
  });

  it('goes on without where the ledger is out of order, and asks it again for the next request', async () => {
    const { ledger, tokenizer, failFirst } = learning();
    failFirst(2);
    for (let n = 0; n < 3; n += 1) await ledger.learnTokens(sample);
    const ratios: number[] = [];
    for (let request = 0; request < 2; request += 1) {
      await tokenizer.ready();
      ratios.push(tokenizer.ratio(candidate, 'go').ratio);
    }
    await settled();
    expect([...ratios, tokenizer.ratio(candidate, 'go').ratio]).toEqual([1.2, 1.2, 1.5]);
  });

  it('counts where the tokens are counted', async () => {
    expect(await learning().tokenizer.count(['ab', 'c'])).toBe(3);
  });
});
