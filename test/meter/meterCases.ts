import assert from 'node:assert/strict';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { findModel, mergeCatalogues, readUserCatalogue } from '../../src/core/catalogue/index.ts';
import type { LedgerEntry } from '../../src/core/ledger/index.ts';
import { costOf, freeOfCharge } from '../../src/core/money/index.ts';
import { isFillInTheMiddle, noUsage, type Task, type TaskKind, taskKinds } from '../../src/core/task/index.ts';
import { emulatorCatalogue } from '../support/emulatorCatalogue.ts';
import { holeTask, paidPrice } from '../support/tasks.ts';
import { type MeteredClouds, startMeteredClouds } from './meteredClouds.ts';

/** One way in which spend meters are wrong, as a real request that ours must get right. */
export interface MeterCase {
  readonly number: number;
  readonly name: string;
  /** Throws where something does not hold; returns by how much the books differ from the invoice, in nano-dollars. */
  run(clouds: MeteredClouds): Promise<number>;
}

const words = (count: number): Task['segments'] => [{ role: 'user', stability: 'turn', text: ' farthing'.repeat(count) }];
/** Longer than the least that any provider caches, and never of the same length for two seeds. */
const long = ({ seed }: MeteredClouds) => ({ segments: words(5000 + seed) });

/** What the ledger says was paid, minus what the invoice says. */
async function difference(clouds: MeteredClouds): Promise<number> {
  const booked = (await clouds.entries()).reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
  return booked - clouds.emulator.totalNanoUsd();
}

async function last(clouds: MeteredClouds): Promise<LedgerEntry> {
  const entry = (await clouds.entries()).at(-1);
  assert(entry, 'nothing was booked');
  return entry;
}

/** An amount that must be something and equal on both sides. */
async function exact(clouds: MeteredClouds): Promise<number> {
  assert(clouds.emulator.totalNanoUsd() > 0, 'the invoice is empty');
  assert(
    (await clouds.entries()).every(({ isEstimate }) => !isEstimate),
    'reported usage is no estimate',
  );
  return difference(clouds);
}

const days = (localDays: readonly string[]) => [...new Set(localDays)];

/** The numbers and the order are those of the collection of real bugs that they come from. */
export const meterCases: readonly MeterCase[] = [
  {
    number: 1,
    name: 'Anthropic tells the final output only in message_delta',
    async run(clouds) {
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic' });
      assert((await last(clouds)).usage.output > 1);
      return exact(clouds);
    },
  },
  {
    number: 2,
    name: 'message_delta repeats input and cache counts, which are not added twice',
    async run(clouds) {
      const buckets = { uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 };
      clouds.emulator.answer('*', { text: 'A quarter penny.', buckets });
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic' });
      assert.deepEqual((await last(clouds)).usage, { ...noUsage, ...buckets });
      return exact(clouds);
    },
  },
  {
    number: 3,
    name: 'an answer cut before its usage is an estimate, marked, with the input as far as it was told',
    async run(clouds) {
      clouds.emulator.answer('*', { text: 'word '.repeat(200), latency: { perTokenMs: 1 } });
      for (const model of ['emu-oak-4@emu-openai', 'emu-maple-1@emu-anthropic']) {
        await clouds.ask({ of: model, task: long(clouds), leaveAt: 'text-delta' });
        const entry = await last(clouds);
        assert.equal(entry.finish, 'aborted');
        assert.equal(entry.isEstimate, true);
        assert((entry.costNanoUsd ?? 0) > 0);
      }
      await clouds.invoiced();
      const [line] = clouds.emulator.invoice().filter(({ model }) => model === 'emu-maple-1');
      assert.equal((await last(clouds)).usage.uncachedInput, line?.buckets.uncachedInput);
      return 0;
    },
  },
  {
    number: 4,
    name: 'cached tokens of OpenAI are a part of its prompt_tokens',
    async run(clouds) {
      for (let turn = 0; turn < 2; turn += 1) await clouds.ask({ of: 'emu-oak-4@emu-openai', task: long(clouds) });
      assert((await last(clouds)).usage.cacheRead > 1000);
      return exact(clouds);
    },
  },
  {
    number: 5,
    name: 'newer models of OpenAI bill what they write to the cache',
    async run(clouds) {
      // What is asked once is not worth writing, and a model that takes marks is told so; what an agent's steps begin with is written.
      const [prompt] = words(5000 + clouds.seed);
      assert(prompt);
      const system: Task['segments'][number] = { ...prompt, role: 'system', stability: 'static' };
      const step = { kind: 'agent.step', sessionId: 'session', segments: [system, ...words(20)] } as const;
      await clouds.ask({ of: 'emu-oak-6@emu-openai', task: long(clouds) });
      for (let turn = 0; turn < 2; turn += 1) await clouds.ask({ of: 'emu-oak-6@emu-openai', task: step });
      const [once, first, second] = clouds.emulator.invoice().map(({ buckets }) => buckets);
      assert(once && first && second, 'all three are on the invoice');
      assert.equal(once.cacheWrite30m, 0);
      assert(first.cacheWrite30m > 1000);
      assert(second.cacheRead > 1000);
      return exact(clouds);
    },
  },
  {
    number: 6,
    name: 'OpenRouter on credits: the cost is the cost, not cost plus upstream cost',
    async run(clouds) {
      await clouds.ask({ of: 'emu/routed-fir@emu-openrouter', task: long(clouds) });
      return exact(clouds);
    },
  },
  {
    number: 7,
    name: 'OpenRouter with one’s own upstream key: the fee plus the upstream cost',
    async run(clouds) {
      await clouds.ask({ of: 'emu/routed-fir@emu-openrouter', task: long(clouds), key: clouds.emulator.keys.openrouterByok });
      const [line] = clouds.emulator.invoice();
      assert(line && line.gatewayNanoUsd > 0 && line.upstreamNanoUsd > line.gatewayNanoUsd);
      return exact(clouds);
    },
  },
  {
    number: 8,
    name: 'a dearer endpoint behind a gateway: the billed cost wins over the list',
    async run(clouds) {
      await clouds.ask({ of: 'emu/routed-larch@emu-openrouter', task: long(clouds) });
      return exact(clouds);
    },
  },
  {
    number: 9,
    name: 'an unknown model is unpriced, never $0.00, and counts at the dearest known price',
    async run(clouds) {
      await clouds.ask({ of: 'emu-willow-9@emu-openai', task: long(clouds) });
      const { costNanoUsd, countedNanoUsd } = await last(clouds);
      assert.equal(costNanoUsd, undefined);
      assert(countedNanoUsd > clouds.emulator.totalNanoUsd());
      const refused = await clouds.ask({ of: 'emu-willow-9@emu-openai', dayNanoUsd: countedNanoUsd });
      assert(refused.some(({ type }) => type === 'held-back'));
      return 0;
    },
  },
  {
    number: 10,
    name: 'without a price for cache reads they cost what any input costs',
    async run(clouds) {
      for (let turn = 0; turn < 2; turn += 1) await clouds.ask({ of: 'emu-elm-4@emu-openai', task: long(clouds) });
      assert((await last(clouds)).usage.cacheRead > 1000);
      return exact(clouds);
    },
  },
  {
    number: 11,
    name: 'the price cliff counts above its threshold only, and then for every token',
    async run(clouds) {
      for (const uncachedInput of [8999, 9000, 9001]) {
        clouds.emulator.answer('*', { text: 'Yes.', buckets: { uncachedInput, output: 100 } });
        await clouds.ask({ of: 'emu-cedar-6@emu-openai' });
      }
      assert.deepEqual(
        clouds.emulator.invoice().map(({ isAboveCliff }) => isAboveCliff),
        [false, false, true],
      );
      return exact(clouds);
    },
  },
  {
    number: 12,
    name: 'cache writes for an hour and for five minutes are priced apart',
    async run(clouds) {
      clouds.emulator.answer('*', { text: 'Yes.', buckets: { uncachedInput: 10, cacheWrite5m: 3000, cacheWrite1h: 5000, output: 7 } });
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic' });
      assert.equal((await last(clouds)).usage.cacheWrite1h, 5000);
      return exact(clouds);
    },
  },
  {
    number: 13,
    name: 'every kind of request is in the one ledger',
    async run(clouds) {
      for (const kind of taskKinds) await clouds.ask(ofKind(kind));
      assert.deepEqual(
        (await clouds.entries()).map(({ kind }) => kind),
        taskKinds,
      );
      assert.equal(clouds.emulator.invoice().length, taskKinds.length);
      return exact(clouds);
    },
  },
  {
    number: 14,
    name: 'a retried request is billed once for each attempt that really ran',
    async run(clouds) {
      clouds.emulator.fault('*', { kind: 'error-event', afterTokens: 0, withUsage: true });
      clouds.emulator.fault('*', { kind: 'status', status: 529 });
      for (let turn = 0; turn < 3; turn += 1) await clouds.ask({ of: 'emu-oak-4@emu-openai', task: long(clouds) });
      assert.equal((await clouds.entries()).length, 3);
      assert.equal(clouds.emulator.invoice().filter(({ billed }) => billed).length, 2);
      return exact(clouds);
    },
  },
  {
    number: 15,
    name: 'a free local call is $0 with its tokens, seconds and watt-hours',
    async run(clouds) {
      await clouds.ask({ of: localCandidateOf(clouds) });
      const { costNanoUsd, countedNanoUsd, usage, durationMs, energyWh } = await last(clouds);
      assert.deepEqual({ costNanoUsd, countedNanoUsd }, { costNanoUsd: 0, countedNanoUsd: 0 });
      assert(usage.uncachedInput > 0 && usage.output > 0 && durationMs >= 0 && energyWh !== undefined);
      return difference(clouds);
    },
  },
  {
    number: 16,
    name: 'day and month turn in the user’s time zone, also when the clocks change',
    async run(clouds) {
      // In London the clocks go back on 25 October 2026 at 01:00 UTC; that day has 25 hours.
      const times = [
        '2026-10-24T22:59:59Z',
        '2026-10-24T23:00:00Z',
        '2026-10-25T23:59:59Z',
        '2026-10-26T00:00:00Z',
        '2026-11-01T00:00:00Z',
      ];
      for (const time of times) {
        clouds.clock.nowMs = Date.parse(time);
        await clouds.ask({ of: 'emu-sapling-4@emu-openai' });
      }
      assert.deepEqual(
        (await clouds.entries()).map(({ localDay }) => localDay),
        ['2026-10-24', '2026-10-25', '2026-10-25', '2026-10-26', '2026-11-01'],
      );
      const [, second, third] = clouds.emulator.invoice();
      const sunday = await clouds.ledger.daySummary('2026-10-25');
      assert.equal(sunday.costNanoUsd, (second?.amountNanoUsd ?? 0) + (third?.amountNanoUsd ?? 0));
      const october = await clouds.ledger.rollUps('2026-10-01', '2026-10-31');
      assert.deepEqual(days(october.map(({ localDay }) => localDay)), ['2026-10-24', '2026-10-25', '2026-10-26']);
      return exact(clouds);
    },
  },
  {
    number: 17,
    name: 'two windows write one ledger, and nothing is lost',
    async run(clouds) {
      const other = startMeteredClouds(clouds.emulator, { besides: clouds });
      try {
        const asks = Array.from({ length: 10 }, (_, turn) => (turn % 2 ? clouds : other).ask({ of: 'emu-sapling-4@emu-openai' }));
        await Promise.all(asks);
        assert.equal((await other.entries()).length, 10);
      } finally {
        await other.stop();
      }
      return exact(clouds);
    },
  },
  {
    number: 18,
    name: 'the budget is asked before the request, with its worst case',
    async run(clouds) {
      // 100 tokens out at $15.83 per million alone pass it; the answer would have been far shorter. No count of the input could change that.
      const parts = await clouds.ask({ of: 'emu-maple-1@emu-anthropic', dayNanoUsd: 1_500_000 });
      assert.deepEqual(
        parts.map(({ type }) => type),
        ['decision', 'held-back', 'error'],
      );
      assert.deepEqual(clouds.emulator.requests(), []);
      return difference(clouds);
    },
  },
  {
    number: 19,
    name: 'after "allow more" the next requests are not stopped again at once',
    async run(clouds) {
      const dayNanoUsd = 1_500_000;
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic', dayNanoUsd });
      await clouds.ledger.allowMore({ id: 'a', budgetId: 'day', amount: 50_000_000, atMs: 0, localDay: localDayOf(clouds) });
      for (let turn = 0; turn < 3; turn += 1) {
        const parts = await clouds.ask({ of: 'emu-maple-1@emu-anthropic', dayNanoUsd });
        assert.equal(parts.at(-1)?.type, 'settled');
      }
      return exact(clouds);
    },
  },
  {
    number: 20,
    name: 'a failed call that was not billed costs nothing, and one that was billed costs what it cost',
    async run(clouds) {
      clouds.emulator.fault('*', { kind: 'status', status: 500 });
      clouds.emulator.fault('*', { kind: 'error-event', afterTokens: 3, withUsage: true });
      for (let turn = 0; turn < 2; turn += 1) await clouds.ask({ of: 'emu-oak-4@emu-openai', task: long(clouds) });
      const [free, billed] = await clouds.entries();
      assert.equal(free?.costNanoUsd, 0);
      assert((billed?.costNanoUsd ?? 0) > 0);
      assert.equal(billed?.finish, 'error');
      return exact(clouds);
    },
  },
  {
    number: 21,
    name: 'a newer model is not priced as the older one whose name it begins with',
    async run(clouds) {
      clouds.emulator.answer('*', { text: 'Yes.', buckets: { uncachedInput: 100, cacheRead: 100_000, output: 10 } });
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic' });
      await clouds.ask({ of: 'emu-maple-1-5@emu-anthropic' });
      const [older, newer] = await clouds.entries();
      assert.notEqual(older?.costNanoUsd, newer?.costNanoUsd);
      const { catalogue } = readUserCatalogue(emulatorCatalogue(clouds.emulator));
      assert.equal(findModel(mergeCatalogues({ endpoints: [], models: [] }, catalogue), 'emu-anthropic', 'emu-maple-1-9'), undefined);
      return exact(clouds);
    },
  },
  {
    number: 22,
    name: 'reasoning and rejected predictions are billed output',
    async run(clouds) {
      clouds.emulator.answer('*', { reasoning: 'Let me think about it for a while.', text: 'Yes.', rejectedPredictionTokens: 50 });
      await clouds.ask({ of: 'emu-oak-6@emu-openai', model: { quirks: { api: 'chat' } } });
      await clouds.ask({ of: 'emu-oak-6@emu-openai' });
      assert((await clouds.entries()).every(({ reasoningTokens = 0 }) => reasoningTokens > 0));
      return exact(clouds);
    },
  },
  {
    number: 23,
    name: 'the provider’s own figure beats the computed one, and the difference is kept',
    async run(clouds) {
      await clouds.ask({ of: 'emu/routed-larch@emu-openrouter', task: long(clouds) });
      const { costNanoUsd = 0, listPriceNanoUsd = 0 } = await last(clouds);
      assert(listPriceNanoUsd > 0 && costNanoUsd > listPriceNanoUsd);
      return exact(clouds);
    },
  },
  {
    number: 24,
    name: 'a million small entries sum without drift',
    async run(clouds) {
      await clouds.ask({ of: 'emu-sapling-4@emu-openai' });
      const { costNanoUsd = 0 } = await last(clouds);
      let sum = 0;
      for (let entry = 0; entry < 1_000_000; entry += 1) sum += costNanoUsd;
      assert.equal(BigInt(sum), BigInt(costNanoUsd) * 1_000_000n);
      return exact(clouds);
    },
  },
  {
    number: 25,
    name: 'where it is computed can cost more: us is 1.1 times, and an unknown place counts as the dearest',
    async run(clouds) {
      await clouds.ask({ of: 'emu-maple-1@emu-anthropic', model: { quirks: { inferenceGeo: 'us' } } });
      assert.equal(clouds.emulator.invoice()[0]?.factors.geoUs, '1.1');
      const price = { ...paidPrice, inferenceGeo: { us: 1100 } };
      assert.equal(costOf({ ...noUsage, uncachedInput: 1_000_000 }, price, { inferenceGeo: 'atlantis' }), 3_300_000_000);
      return exact(clouds);
    },
  },
  {
    number: 26,
    name: 'a flat plan is no spend: its list price is shown apart',
    async run(clouds) {
      await clouds.ask({ of: 'emu-oak-4@emu-openai', endpoint: { billing: 'subscription' } });
      const { costNanoUsd, countedNanoUsd, listPriceNanoUsd = 0 } = await last(clouds);
      assert.deepEqual({ costNanoUsd, countedNanoUsd }, { costNanoUsd: 0, countedNanoUsd: 0 });
      return listPriceNanoUsd - clouds.emulator.totalNanoUsd();
    },
  },
];

function ofKind(kind: TaskKind): Parameters<MeteredClouds['ask']>[0] {
  if (!isFillInTheMiddle(kind)) return { of: 'emu-sapling-4@emu-openai', task: { kind } };
  const { segments, stop } = holeTask('const farthing = ', ';\n');
  return { of: 'emu-ginkgo-1@emu-deepseek', task: { kind, segments, stop } };
}

function localCandidateOf({ emulator }: MeteredClouds): Candidate {
  return {
    model: { id: 'emu-chestnut:3b', tier: 'local', canChat: true, price: freeOfCharge },
    endpoint: { id: 'ollama@emulator', provider: 'ollama', adapter: 'ollama', baseUrl: emulator.baseUrls.ollama, billing: 'local' },
  };
}

function localDayOf({ clock }: MeteredClouds): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: clock.zone }).format(clock.nowMs);
}
