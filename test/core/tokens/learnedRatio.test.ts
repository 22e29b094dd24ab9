import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LearnedRatio, learnRatio, ratioFor, type TokenSample } from '../../../src/core/tokens/index.ts';

const names = { endpoint: 'cloud', model: 'sonnet', fileType: 'typescript' };

function sample(changes: Partial<TokenSample> = {}): TokenSample {
  return { ...names, bytes: 4000, o200kTokens: 1000, framingTokens: 0, inputTokens: 1200, ...changes };
}

function learnedFrom(samples: readonly TokenSample[]): LearnedRatio | undefined {
  return samples.reduce<LearnedRatio | undefined>(learnRatio, undefined);
}

describe('The learned ratio of a tokenizer', () => {
  it('is that of the first sample after the first sample', () => {
    expect(learnedFrom([sample()])).toEqual({ ...names, ratio: 1.2, samples: 1, highestTokensPerByte: 0.3 });
  });

  it('is the plain average of the first ten samples', () => {
    const tokens = [1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900];
    const learned = learnedFrom(tokens.map((inputTokens) => sample({ inputTokens })));
    expect({ samples: learned?.samples, ratio: learned?.ratio.toFixed(9) }).toEqual({ samples: 10, ratio: '1.450000000' });
  });

  it('takes a tenth of each later sample, so that it follows a tokenizer that changed', () => {
    const before: LearnedRatio = { ...names, ratio: 1, samples: 50, highestTokensPerByte: 0.25 };
    expect(learnRatio(before, sample({ inputTokens: 2000 }))).toEqual({ ...names, ratio: 1.1, samples: 51, highestTokensPerByte: 0.5 });
  });

  it('is learned from more than 200 tokens only', () => {
    const samples = [200, 201].map((o200kTokens) => learnedFrom([sample({ o200kTokens, inputTokens: 2 * o200kTokens, bytes: 1000 })]));
    expect(samples).toEqual([
      { ...names, ratio: 1, samples: 0, highestTokensPerByte: 0.4 },
      { ...names, ratio: 2, samples: 1, highestTokensPerByte: 0.402 },
    ]);
  });

  it('keeps the most tokens that a byte made, from small requests too, and never from an empty one', () => {
    const learned = [
      sample(),
      sample({ bytes: 10, o200kTokens: 3, inputTokens: 9 }),
      sample({ bytes: 0, o200kTokens: 0, inputTokens: 7 }),
      sample(),
    ];
    expect(learnedFrom(learned)).toEqual({ ...names, ratio: 1.2, samples: 2, highestTokensPerByte: 0.9 });
  });

  it('leaves out what may be framing, so that a short question makes no text look dear', () => {
    const question = sample({ bytes: 2, o200kTokens: 1, framingTokens: 48, inputTokens: 9 });
    const withTools = sample({ bytes: 1200, o200kTokens: 300, framingTokens: 1136, inputTokens: 900 });
    expect(learnedFrom([question, withTools])).toEqual({ ...names, ratio: 1, samples: 0, highestTokensPerByte: 0 });
  });

  it('leaves out tokens that no text can have made: a prompt that a gateway hides makes no text look dearer than a token a byte', () => {
    const short = sample({ bytes: 20, o200kTokens: 5, framingTokens: 48, inputTokens: 3000 });
    const long = sample({ bytes: 1000, o200kTokens: 250, framingTokens: 0, inputTokens: 3000 });
    expect([short, long].map((one) => learnedFrom([one]))).toEqual([
      { ...names, ratio: 1, samples: 0, highestTokensPerByte: 1 },
      { ...names, ratio: 4, samples: 1, highestTokensPerByte: 1 },
    ]);
  });

  it('never says that a byte makes more than one token, whatever is reported', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ bytes: fc.nat(5000), o200kTokens: fc.nat(2000), framingTokens: fc.nat(2000), inputTokens: fc.nat(1e9) })),
        (reports) => {
          expect(learnedFrom(reports.map((report) => sample(report)))?.highestTokensPerByte ?? 0).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('The ratio to count with', () => {
  const start = { endpoint: 'cloud', model: 'sonnet', startRatio: 1.55 };
  const row = (changes: Partial<LearnedRatio>): LearnedRatio => ({
    ...names,
    ratio: 1.3,
    samples: 3,
    highestTokensPerByte: 0.5,
    ...changes,
  });

  it('is the assumed one while nothing was learned of that model at that endpoint', () => {
    const learned = [row({ endpoint: 'gateway' }), row({ model: 'opus' }), row({ samples: 0, ratio: 1, highestTokensPerByte: 0.2 })];
    expect(ratioFor(learned, start, 'typescript')).toEqual({ ratio: 1.55, highestTokensPerByte: 0.2 });
  });

  it('is the file type’s own one from its third sample on', () => {
    const learned = [row({ ratio: 1.4 }), row({ fileType: 'python', ratio: 1.1, samples: 90 })];
    expect(ratioFor(learned, start, 'typescript').ratio).toBe(1.4);
  });

  it('is the model’s average over the file types, by samples, before', () => {
    const learned = [row({ ratio: 1.5, samples: 2 }), row({ fileType: 'python', ratio: 1, samples: 8 })];
    const { ratio } = ratioFor(learned, start, 'typescript');
    expect({ ratio: ratio.toFixed(9), ofUnknownType: ratioFor(learned, start, 'rust').ratio === ratio }).toEqual({
      ratio: '1.100000000',
      ofUnknownType: true,
    });
  });

  it('comes with the most tokens that a byte made in any of the model’s file types', () => {
    const learned = [row({ highestTokensPerByte: 0.4 }), row({ fileType: 'python', highestTokensPerByte: 0.7 })];
    expect([ratioFor(learned, start, 'typescript'), ratioFor([], start, '')].map((found) => found.highestTokensPerByte)).toEqual([0.7, 0]);
  });

  it('comes with a token a byte at the most, also where an older ledger holds more', () => {
    expect(ratioFor([row({ highestTokensPerByte: 147.6 })], start, 'typescript').highestTokensPerByte).toBe(1);
  });
});
