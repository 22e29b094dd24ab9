import { type BillingTerms, freeOfCharge, type PriceRow } from '../../../src/core/money/index.ts';
import { noUsage, type Usage } from '../../../src/core/task/index.ts';
import * as rows from './literalRows.ts';

export interface MoneyLiteral {
  readonly name: string;
  readonly usage: Usage;
  readonly row: PriceRow;
  readonly terms?: BillingTerms;
  readonly expectedNanoUsd: number;
}

const literal = (name: string, row: PriceRow, usage: Partial<Usage>, expectedNanoUsd: number, terms?: BillingTerms): MoneyLiteral => ({
  name,
  usage: { ...noUsage, ...usage },
  row,
  expectedNanoUsd,
  ...(terms && { terms }),
});

/** In UTC, in November 2026, whose 22nd is a Sunday. */
const november = (day: number, hour: number, minute = 0, second = 0, millisecond = 0): BillingTerms => ({
  atMs: Date.UTC(2026, 10, day, hour, minute, second, millisecond),
});

const flashTokens = { uncachedInput: 10_000, cacheRead: 2000, output: 500 };
const document50k = { uncachedInput: 50_000, output: 500 };

/**
 * What attempts cost, worked by hand: the oracle's oracle. Each sum stands above its line; a token at $1 per million costs 1,000
 * nano-dollars. The unit tests and `bench meter` run the same list.
 */
// biome-ignore format: a line each, with its sum above it
export const literals: readonly MoneyLiteral[] = [
  // 2,000 x 3,000 + 1,000 x 3,750 + 30,000 x 300 + 4,000 x 15,000 = 6,000,000 + 3,750,000 + 9,000,000 + 60,000,000
  literal("the facts' own: fresh, written, read and output", rows.sonnet46, { uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 }, 78_750_000),
  // 0
  literal('nothing used', rows.sonnet46, {}, 0),
  // 1 x 1,000
  literal('one fresh token', rows.haiku45, { uncachedInput: 1 }, 1000),
  // 1 x 5,000
  literal('one output token', rows.haiku45, { output: 1 }, 5000),
  // 1 x 100
  literal('one token read from a cache', rows.haiku45, { cacheRead: 1 }, 100),
  // 1 x 1,250
  literal('one token written for 5 minutes', rows.haiku45, { cacheWrite5m: 1 }, 1250),
  // 1 x 2,000
  literal('one token written for an hour', rows.haiku45, { cacheWrite1h: 1 }, 2000),
  // 1 x 1,000, the input's price, because the list has none
  literal('a write for 30 minutes that the list does not price', rows.haiku45, { cacheWrite30m: 1 }, 1000),
  // 1 x 1,000, likewise
  literal('a write for 12 hours that the list does not price', rows.haiku45, { cacheWrite12h: 1 }, 1000),
  // 1,000 + 2 x 100 + 3 x 1,250 + 4 x 1,500 + 5 x 2,000 + 6 x 2,500 + 7 x 10,000 = 1,000 + 200 + 3,750 + 6,000 + 10,000 + 15,000 + 70,000
  literal('all seven buckets', rows.everyBucket, { uncachedInput: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite30m: 4, cacheWrite1h: 5, cacheWrite12h: 6, output: 7 }, 105_950),
  // 3,000 x 1,250 + 4,000 x 2,000 = 3,750,000 + 8,000,000
  literal('writes for 5 minutes and for an hour are priced apart', rows.haiku45, { cacheWrite5m: 3000, cacheWrite1h: 4000 }, 11_750_000),

  // Real requests at list prices.
  // 2,000 x 1,000: $0.0020, not "under $0.001"
  literal('2,000 tokens to Haiku 4.5', rows.haiku45, { uncachedInput: 2000 }, 2_000_000),
  // 5,000,000 x 1,000: $5.00
  literal('a thousand 5k-token threads to Haiku 4.5', rows.haiku45, { uncachedInput: 5_000_000 }, 5_000_000_000),
  // 5,000,000 x 100: $0.50
  literal('the same, all of it read from the cache', rows.haiku45, { cacheRead: 5_000_000 }, 500_000_000),
  // 50,000 x 3,000 + 500 x 15,000 = 150,000,000 + 7,500,000: $0.1575
  literal('a 50k document and its summary by Sonnet 4.6', rows.sonnet46, document50k, 157_500_000),
  // 157,500,000 / 2
  literal('the same in a batch', rows.sonnet46, document50k, 78_750_000, { serviceTier: 'batch' }),
  // (50,000,000 x 3,000 + 500,000 x 15,000) / 2 = (150,000,000,000 + 7,500,000,000) / 2: $78.75
  literal('a thousand of them in a batch', rows.sonnet46, { uncachedInput: 50_000_000, output: 500_000 }, 78_750_000_000, { serviceTier: 'batch' }),
  // 100 x 3,000 + 10 x 15,000 = 300,000 + 150,000: what "$0.45 per 1,000 calls" leaves room for
  literal('a 100-token prompt and 10 tokens of code by Sonnet 4.6', rows.sonnet46, { uncachedInput: 100, output: 10 }, 450_000),
  // 200 x 150 + 60 x 600 = 30,000 + 36,000
  literal('a 200-token question to GPT-4o mini', rows.gpt4oMini, { uncachedInput: 200, output: 60 }, 66_000),
  // 176 x 150 + 1,024 x 75 + 50 x 600 = 26,400 + 76,800 + 30,000
  literal('GPT-4o mini with 1,024 cached of 1,200', rows.gpt4oMini, { uncachedInput: 176, cacheRead: 1024, output: 50 }, 133_200),
  // 1,200 x 2,500 + 300 x 10,000 = 3,000,000 + 3,000,000
  literal('GPT-4o', rows.gpt4o, { uncachedInput: 1200, output: 300 }, 6_000_000),
  // 80 x 2,500 + 1,920 x 1,250 + 10 x 10,000 = 200,000 + 2,400,000 + 100,000
  literal('GPT-4o with 1,920 cached of 2,000', rows.gpt4o, { uncachedInput: 80, cacheRead: 1920, output: 10 }, 2_700_000),
  // 1,000,000 x 60 + 1,000,000 x 60
  literal('a million tokens each way of Llama 3.2 3B', rows.llama3b, { uncachedInput: 1_000_000, output: 1_000_000 }, 120_000_000),
  // 1 x 60
  literal('one token of Llama 3.2 3B', rows.llama3b, { output: 1 }, 60),
  // 3,000 x 300 + 30 x 900 = 900,000 + 27,000
  literal('a completion by Codestral', rows.codestral, { uncachedInput: 3000, output: 30 }, 927_000),
  // 10,000 x 300 + 2,000 x 6 + 500 x 1,200 = 3,000,000 + 12,000 + 600,000
  literal('DeepSeek Flash at no known time: the dearest hour', rows.deepseekFlash, flashTokens, 3_612_000),
  // 100,000 x 200
  literal('Sonnet 5 reads at a tenth', rows.sonnet5, { cacheRead: 100_000 }, 20_000_000),
  // 100,000 x 100
  literal('Sonnet 5.5 reads at a twentieth', rows.sonnet55, { cacheRead: 100_000 }, 10_000_000),
  // 100,000 x 200
  literal('Opus 5.5 reads at a twentieth', rows.opus55, { cacheRead: 100_000 }, 20_000_000),
  // 1,000,000 x 250
  literal('Fable 5.1 reads at a fortieth', rows.fable51, { cacheRead: 1_000_000 }, 250_000_000),
  // 5,000 x 250 + 500 x 200 + 200 x 1,200 = 1,250,000 + 100,000 + 240,000
  literal('GPT-5.6 Luna writes for 30 minutes at 1.25 times', rows.luna56, { cacheWrite30m: 5000, uncachedInput: 500, output: 200 }, 1_590_000),
  // 1,000 x 5,000
  literal('GPT-6.2 Sol writes for 12 hours', rows.sol62, { cacheWrite12h: 1000 }, 5_000_000),

  // Cliffs: above them every token of the request costs more; at them none does.
  // 272,000 x 200 + 1,000 x 1,200 = 54,400,000 + 1,200,000
  literal('a prompt at the cliff', rows.luna56, { uncachedInput: 272_000, output: 1000 }, 55_600_000),
  // 272,001 x 400 + 1,000 x 1,800 = 108,800,400 + 1,800,000
  literal('a prompt one token above the cliff', rows.luna56, { uncachedInput: 272_001, output: 1000 }, 110_600_400),
  // 72,001 x 400 + 200,000 x 40 + 1,000 x 1,800 = 28,800,400 + 8,000,000 + 1,800,000
  literal('cached tokens count towards the cliff', rows.luna56, { uncachedInput: 72_001, cacheRead: 200_000, output: 1000 }, 38_600_400),
  // 271,000 x 200 + 10,000 x 1,200 = 54,200,000 + 12,000,000
  literal('output does not count towards the cliff', rows.luna56, { uncachedInput: 271_000, output: 10_000 }, 66_200_000),
  // 272,001 x 500 + 1 x 1,800 = 136,000,500 + 1,800
  literal('writes count towards the cliff and cost its price', rows.luna56, { cacheWrite30m: 272_001, output: 1 }, 136_002_300),
  // 200,000 x 1,250 + 100 x 10,000 = 250,000,000 + 1,000,000
  literal('Gemini 2.5 Pro at 200,000', rows.gemini25Pro, { uncachedInput: 200_000, output: 100 }, 251_000_000),
  // 200,001 x 2,500 + 100 x 15,000 = 500,002,500 + 1,500,000
  literal('Gemini 2.5 Pro at 200,001', rows.gemini25Pro, { uncachedInput: 200_001, output: 100 }, 501_502_500),
  // 100,000 x 100 + 1,000 x 500 = 10,000,000 + 500,000
  literal('Haiku 5.5 at 100,000', rows.haiku55, { uncachedInput: 100_000, output: 1000 }, 10_500_000),
  // 100,001 x 500 + 1,000 x 2,500 = 50,000,500 + 2,500,000
  literal('Haiku 5.5 at 100,001', rows.haiku55, { uncachedInput: 100_001, output: 1000 }, 52_500_500),
  // 52,500,500 / 2
  literal('Haiku 5.5 at 100,001 in a batch', rows.haiku55, { uncachedInput: 100_001, output: 1000 }, 26_250_250, { serviceTier: 'batch' }),
  // 1,000 x 1,000
  literal('two cliffs: at the first', rows.twoCliffs, { uncachedInput: 1000 }, 1_000_000),
  // 1,001 x 2,000
  literal('two cliffs: above the first', rows.twoCliffs, { uncachedInput: 1001 }, 2_002_000),
  // 2,000 x 2,000
  literal('two cliffs: at the second', rows.twoCliffs, { uncachedInput: 2000 }, 4_000_000),
  // 2,001 x 4,000
  literal('two cliffs: above the second', rows.twoCliffs, { uncachedInput: 2001 }, 8_004_000),
  // 1,001 x 2,000: the price of a read at the foot does not hold above
  literal('a read above a cliff that does not price reads', rows.twoCliffs, { cacheRead: 1001 }, 2_002_000),

  // Terms: the tier, place and speed that were billed.
  // 10,000 x 2,000 + 1,000 x 8,000 = 20,000,000 + 8,000,000
  literal('GPT-4.1', rows.gpt41, { uncachedInput: 10_000, output: 1000 }, 28_000_000),
  // 28,000,000
  literal('GPT-4.1 at the default tier', rows.gpt41, { uncachedInput: 10_000, output: 1000 }, 28_000_000, { serviceTier: 'default' }),
  // 28,000,000 / 2
  literal('GPT-4.1 in a batch', rows.gpt41, { uncachedInput: 10_000, output: 1000 }, 14_000_000, { serviceTier: 'batch' }),
  // 28,000,000 x 1.75
  literal('GPT-4.1 with priority', rows.gpt41, { uncachedInput: 10_000, output: 1000 }, 49_000_000, { serviceTier: 'priority' }),
  // 28,000,000 x 1.75: the dearest that the list names
  literal('GPT-4.1 at a tier that nobody has heard of', rows.gpt41, { uncachedInput: 10_000, output: 1000 }, 49_000_000, { serviceTier: 'scale-x' }),
  // (1,000 x 250 + 100 x 2,000) x 1.8 = 450,000 x 1.8
  literal('GPT-5 mini with priority', rows.gpt5Mini, { uncachedInput: 1000, output: 100 }, 810_000, { serviceTier: 'priority' }),
  // 450,000 / 2
  literal('GPT-5 mini, flex', rows.gpt5Mini, { uncachedInput: 1000, output: 100 }, 225_000, { serviceTier: 'flex' }),
  // (1,000 x 2,000 + 100 x 10,000) x 3 = 3,000,000 x 3
  literal('GPT-6.2 Sol, ultrafast', rows.sol62, { uncachedInput: 1000, output: 100 }, 9_000_000, { serviceTier: 'ultrafast' }),
  // (2,000 x 1,000 + 400 x 5,000) x 1.1 = 4,000,000 x 1.1
  literal('computed in the US', rows.haiku45, { uncachedInput: 2000, output: 400 }, 4_400_000, { inferenceGeo: 'us' }),
  // 4,000,000
  literal('computed anywhere', rows.haiku45, { uncachedInput: 2000, output: 400 }, 4_000_000, { inferenceGeo: 'global' }),
  // 4,000,000
  literal('computed where the API does not say', rows.haiku45, { uncachedInput: 2000, output: 400 }, 4_000_000, { inferenceGeo: 'not_available' }),
  // 4,000,000 x 1.1: the dearer one
  literal('computed in a place of unknown price', rows.haiku45, { uncachedInput: 2000, output: 400 }, 4_400_000, { inferenceGeo: 'mars' }),
  // 157,500,000 / 2 x 1.1
  literal('a batch computed in the US', rows.sonnet46, document50k, 86_625_000, { serviceTier: 'batch', inferenceGeo: 'us' }),
  // (1,000 x 5,000 + 100 x 25,000) x 6 = 7,500,000 x 6
  literal('Opus 4.7, fast', rows.opus47, { uncachedInput: 1000, output: 100 }, 45_000_000, { speed: 'fast' }),
  // (1,000 x 4,000 + 100 x 20,000) x 2 x 1.1 = 6,000,000 x 2.2
  literal('Opus 5.5, fast, in the US', rows.opus55, { uncachedInput: 1000, output: 100 }, 13_200_000, { speed: 'fast', inferenceGeo: 'us' }),
  // 10,000 x 500 x 6: cached tokens are faster and dearer too
  literal('Opus 4.7 reads, fast', rows.opus47, { cacheRead: 10_000 }, 30_000_000, { speed: 'fast' }),
  // 6,000,000
  literal('Opus 5.5 at standard speed', rows.opus55, { uncachedInput: 1000, output: 100 }, 6_000_000, { speed: 'standard' }),

  // What a request costs as such.
  // 1,000 x 1,370 + 100 x 5,510 + 370,000 = 1,370,000 + 551,000 + 370,000
  literal('tokens and a price per request', rows.perRequest, { uncachedInput: 1000, output: 100 }, 2_291_000),
  // 370,000
  literal('a request without tokens', rows.perRequest, {}, 370_000),
  // (1,370,000 + 551,000) / 2 + 370,000 = 960,500 + 370,000: no factor on the request's own price
  literal('a price per request in a batch', rows.perRequest, { uncachedInput: 1000, output: 100 }, 1_330_500, { serviceTier: 'batch' }),

  // Hours of the day. DeepSeek Flash off-peak: 10,000 x 150 + 2,000 x 3 + 500 x 600 = 1,500,000 + 6,000 + 300,000
  literal('Flash on Monday a millisecond before one', rows.deepseekFlash, flashTokens, 1_806_000, november(23, 0, 59, 59, 999)),
  // 3,612,000 from here on
  literal('Flash on Monday at one, as the peak begins', rows.deepseekFlash, flashTokens, 3_612_000, november(23, 1)),
  literal('Flash on Monday a millisecond before four', rows.deepseekFlash, flashTokens, 3_612_000, november(23, 3, 59, 59, 999)),
  // 1,806,000 again
  literal('Flash on Monday at four, as the peak ends', rows.deepseekFlash, flashTokens, 1_806_000, november(23, 4)),
  literal('Flash on Friday at nine: the second peak of the day', rows.deepseekFlash, flashTokens, 3_612_000, november(27, 9)),
  literal('Flash on Friday at ten', rows.deepseekFlash, flashTokens, 1_806_000, november(27, 10)),
  literal('Flash on Thursday before midnight', rows.deepseekFlash, flashTokens, 1_806_000, november(26, 23, 59)),
  literal('Flash on Saturday at two, when it is peak on other days', rows.deepseekFlash, flashTokens, 1_806_000, november(28, 2)),
  literal('Flash on Sunday at nine', rows.deepseekFlash, flashTokens, 1_806_000, november(22, 9)),
  // 100 x 200 + 10 x 400 + 50,000 = 20,000 + 4,000 + 50,000
  literal('a Friday night', rows.fridayNights, { uncachedInput: 100, output: 10 }, 74_000, november(27, 22)),
  literal('a Friday night, on Saturday before two', rows.fridayNights, { uncachedInput: 100, output: 10 }, 74_000, november(28, 1, 59, 59, 999)),
  // (20,000 + 4,000) / 2 + 50,000
  literal('a Friday night in a batch', rows.fridayNights, { uncachedInput: 100, output: 10 }, 62_000, { ...november(27, 23), serviceTier: 'batch' }),
  // 100 x 2,000 + 10 x 4,000 + 50,000 = 200,000 + 40,000 + 50,000
  literal('a Friday night that is over', rows.fridayNights, { uncachedInput: 100, output: 10 }, 290_000, november(28, 2)),
  literal('a Thursday night, on Friday before two', rows.fridayNights, { uncachedInput: 100, output: 10 }, 290_000, november(27, 1)),
  literal('a Saturday night', rows.fridayNights, { uncachedInput: 100, output: 10 }, 290_000, november(28, 22)),
  // 1,001 x 10,000 + 50,000: what lies above a cliff knows no hours
  literal('a long prompt on a Friday night', rows.fridayNights, { uncachedInput: 1001 }, 10_060_000, november(27, 22)),

  // Missing prices, rounding, size.
  // 1,024 x 670: never free
  literal('a read without a price costs what input costs', rows.noReadPrice, { cacheRead: 1024 }, 686_080),
  // 0.5
  literal('half a nano-dollar is one', rows.halfNano, { uncachedInput: 1 }, 1),
  // 0.499999
  literal('a hair less than half is nothing', rows.halfNano, { output: 1 }, 0),
  // 0.5 + 0.499999 = 0.999999: rounded once, not bucket by bucket
  literal('rounded once for all buckets', rows.halfNano, { uncachedInput: 1, output: 1 }, 1),
  // 5 x 0.5 = 2.5: up, not to the even one
  literal('two and a half is three', rows.halfNano, { uncachedInput: 5 }, 3),
  // 137.3
  literal('137.3 nano-dollars', rows.oddPrices, { uncachedInput: 1 }, 137),
  // 137.3 / 2 = 68.65
  literal('rounded after the factor, not before', rows.oddPrices, { uncachedInput: 1 }, 69, { serviceTier: 'batch' }),
  // 3 x 137.3 + 7 x 13.73 + 2 x 551.7 = 411.9 + 96.11 + 1,103.4 = 1,611.41
  literal('1,611.41 nano-dollars', rows.oddPrices, { uncachedInput: 3, cacheRead: 7, output: 2 }, 1611),
  // 900,000,000 x 75,000: $67,500; tokens x price is 6.75e19, beyond 2^53
  literal('900 million tokens at $75', rows.dear, { output: 900_000_000 }, 67_500_000_000_000),
  // 3,000,000,000 x 75,000 + 3,000,000,001 x 1,500 = 225,000,000,000,000 + 4,500,000,001,500
  literal('billions of tokens, exact to the last nano-dollar', rows.dear, { output: 3_000_000_000, cacheRead: 3_000_000_001 }, 229_500_000_001_500),
  // 0
  literal("a model on one's own machine", freeOfCharge, { uncachedInput: 8000, output: 900 }, 0),
];
