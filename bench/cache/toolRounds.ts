import { CacheMemory, type CacheRequest } from '../../src/core/caching/index.ts';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { inputTokens, type Segment, type Usage } from '../../src/core/task/index.ts';
import { createAnthropic } from '../../src/providers/anthropic/anthropic.ts';
import { catalogueRows } from '../../test/emulator/catalogueRows.ts';
import { type Emulator, startEmulator } from '../../test/emulator/startEmulator.ts';
import { staticPartOf, textOf } from './conversation.ts';
import { randomOf } from './random.ts';

export interface ToolRounds {
  readonly rounds: number;
  /** Of the tokens that a round repeats of the one before: what was read from the cache. */
  readonly repeatedInputReadShare: number;
  /** By the prices of the emulated cloud. */
  readonly inputCostRatioToUncached: number;
  /** Rounds in which fewer tokens were read than expected. */
  readonly misses: number;
}

const model = 'emu-maple-1';
const staticTokens = 12_000;
const roundTokens = 3000;

/**
 * An agent's loop: 12,000 static tokens and 3,000 more a round, through the planner, the real adapter with Anthropic's SDK, and the emulated cloud,
 * which keeps a prompt cache of its own and writes the invoice.
 */
export async function runToolRounds(seed: number, rounds = 20): Promise<ToolRounds> {
  const emulator = await startEmulator();
  try {
    const random = randomOf(seed);
    const { candidate, pricesUsd } = emulatedCandidate(emulator);
    const provider = createAnthropic({ fetch });
    const memory = new CacheMemory();
    const { system, tools } = staticPartOf(random, 'agent', staticTokens, 10);
    let history: readonly Segment[] = [{ role: 'user', stability: 'turn', text: textOf(random, 'task', 300) }];
    let [misses, repeated, read, cost, uncached, before] = [0, 0, 0, 0, 0, 0];
    for (let round = 1; round <= rounds; round += 1) {
      const request: CacheRequest = {
        kind: 'agent.step',
        sessionId: `rounds ${seed}`,
        segments: [system, ...history],
        tools,
        atMs: emulator.clock.now(),
      };
      const cachePlan = memory.plan(candidate, request, 1);
      emulator.answer('*', { text: 'Done.' });
      const call = { candidate, cachePlan, maxOutputTokens: 50, stop: [], apiKey: emulator.keys.anthropic, ...request };
      let usage: Usage | undefined;
      for await (const part of provider.stream(call, AbortSignal.timeout(60_000))) {
        if (part.type === 'error') throw part.error;
        if (part.type === 'usage') usage = part.usage;
      }
      if (!usage) throw new Error('the emulated cloud told no usage');
      if (memory.observe(candidate, request, cachePlan, usage) !== undefined) misses += 1;
      repeated += before;
      read += Math.min(before, usage.cacheRead);
      before = inputTokens(usage);
      cost += inputCost(usage, pricesUsd);
      uncached += before * pricesUsd.input;
      history = [...history.map((segment): Segment => ({ ...segment, stability: 'session' })), ...nextRound(random, round)];
      emulator.clock.advance(random.between(3, 60) * 1000);
    }
    return { rounds, repeatedInputReadShare: read / repeated, inputCostRatioToUncached: cost / uncached, misses };
  } finally {
    await emulator.stop();
  }
}

function nextRound(random: ReturnType<typeof randomOf>, round: number): readonly Segment[] {
  const id = `call_${round}`;
  const toolCalls = [{ id, name: 'tool_agent_0', argumentsText: `{"round":${round}}` }];
  return [
    { role: 'assistant', stability: 'turn', text: textOf(random, 'thought', 200), toolCalls },
    { role: 'tool', stability: 'turn', toolCallId: id, text: textOf(random, 'result', roundTokens - 200) },
  ];
}

interface PricesUsd {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

/** As the emulated cloud lists it, in the words of the catalogue. */
function emulatedCandidate(emulator: Emulator): { readonly candidate: Candidate; readonly pricesUsd: PricesUsd } {
  const row = catalogueRows().find(({ id }) => id === model);
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = row?.prices ?? {};
  if (!row || !input || !output || !cacheRead || !cacheWrite5m || !cacheWrite1h)
    throw new Error(`the emulated cloud does not list ${model}`);
  const nanoUsd = (usd: string): number => Math.round(Number(usd) * 1e9);
  const candidate: Candidate = {
    model: {
      id: model,
      tier: 'medium',
      canChat: true,
      ...(row.minimumCacheableTokens !== undefined && { minimumCacheableTokens: row.minimumCacheableTokens }),
      price: {
        validFrom: '2026-01-01',
        source: { url: 'test/emulator/models.ts', readOn: '2026-11-22' },
        uncachedInput: nanoUsd(input),
        output: nanoUsd(output),
        cacheRead: nanoUsd(cacheRead),
        cacheWrite5m: nanoUsd(cacheWrite5m),
        cacheWrite1h: nanoUsd(cacheWrite1h),
      },
    },
    endpoint: {
      id: 'emu-anthropic',
      provider: 'anthropic',
      adapter: 'anthropic',
      baseUrl: emulator.baseUrls.anthropic,
      billing: 'metered',
      needsKey: true,
      caching: { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
    },
  };
  const pricesUsd = { input: +input, cacheRead: +cacheRead, cacheWrite5m: +cacheWrite5m, cacheWrite1h: +cacheWrite1h };
  return { candidate, pricesUsd };
}

function inputCost(usage: Usage, { input, cacheRead, cacheWrite5m, cacheWrite1h }: PricesUsd): number {
  return usage.uncachedInput * input + usage.cacheRead * cacheRead + usage.cacheWrite5m * cacheWrite5m + usage.cacheWrite1h * cacheWrite1h;
}
