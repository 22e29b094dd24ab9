/**
 * `router`: what the router itself takes for a request: profile, rules, policy, selection, reservation, stream, settlement. No HTTP; the ledger is
 * a real file in its thread, as in the editor. A prompt of 100 kB of which the last turn is new, 300 candidates, 50 rules, a data policy, searched
 * for secrets. The control reads the same stream straight from the provider, in turn with the router.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { limitsOn, noPressure, usualCalendar, usualTerms } from '../src/core/budget/index.ts';
import { CacheMemory } from '../src/core/caching/index.ts';
import type { Candidate, Tier } from '../src/core/catalogue/index.ts';
import { HealthBook } from '../src/core/failover/index.ts';
import { localDay } from '../src/core/ledger/index.ts';
import type { PriceRow } from '../src/core/money/index.ts';
import { createQualityBook } from '../src/core/outcome/index.ts';
import { createRedactor } from '../src/core/policy/index.ts';
import type { Provider, ProviderCall } from '../src/core/provider.ts';
import { createRouter, type Router, type RouterPart } from '../src/core/router.ts';
import { celFacts, compileRules } from '../src/core/rules/cel/index.ts';
import type { MatchRules } from '../src/core/rules/index.ts';
import { RecentStatistics } from '../src/core/statistics/index.ts';
import { noUsage, type Segment, type StreamPart, type Task } from '../src/core/task/index.ts';
import { SampleRation } from '../src/core/tokens/index.ts';
import { scanForSecrets } from '../src/providers/secretScanner/secretScanner.ts';
import { WorkerLedger } from '../src/storage/workerLedger.ts';
import { type Random, randomOf } from './cache/random.ts';
import type { Benchmark } from './support/benchmark.ts';
import { quantile } from './support/statistics.ts';

const candidateCount = 300;
const ruleCount = 50;
const promptBytes = 100_000;

export const router: Benchmark = async ({ quick, seed }) => {
  const random = randomOf(seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'farthing-bench-'));
  const ledger = new WorkerLedger({
    script: path.resolve('dist/ledgerWorker.js'),
    file: path.join(folder, 'ledger.sqlite'),
    settleExpiredEveryMs: 3_600_000,
  });
  try {
    const segments = promptOf(random);
    const redactionColdMs = await coldRedaction(segments);
    const routed = routerOver(ledger, candidatesOf(random), rulesOf(random));
    const turns = Array.from({ length: 50 }, (_, index): Segment => turn(`And what about number ${index}?`));
    const work = async (index: number): Promise<number> => {
      const task = taskOf(index, [...segments, turns[index % turns.length] ?? turn('')]);
      return millisecondsOf(() => drain(routed.route(task, new AbortController().signal)));
    };
    const control = async (): Promise<number> => millisecondsOf(() => drain(oneAnswer.stream()));
    // A window that is open for a while has compiled all of it: after two thousand requests it had not.
    for (let index = 0; index < 5000; index += 1) await work(index);
    const perRun = quick ? 500 : 4000;
    const runs: Run[] = [];
    for (let run = 0; run < 5; run += 1) runs.push(await measure(perRun, work, control));
    const best = (of: (run: Run) => number): number => Math.min(...runs.map(of));
    return {
      promptKb: promptBytes / 1000,
      candidates: candidateCount,
      rules: ruleCount,
      p50Ms: thousandths(best(({ routed: times, control: idle }) => quantile(times, 0.5) - quantile(idle, 0.5))),
      p99Ms: thousandths(best(({ routed: times, control: idle }) => quantile(times, 0.99) - quantile(idle, 0.99))),
      controlP50Ms: thousandths(best(({ control: idle }) => quantile(idle, 0.5))),
      controlP99Ms: thousandths(best(({ control: idle }) => quantile(idle, 0.99))),
      redactionColdMs: thousandths(redactionColdMs),
      cpuMsPerRequest: thousandths(best(({ cpuMs }) => cpuMs / perRun)),
    };
  } finally {
    await ledger.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Run {
  readonly routed: readonly number[];
  readonly control: readonly number[];
  /** Of the router's requests and the controls together, all threads. */
  readonly cpuMs: number;
}

async function measure(count: number, work: (index: number) => Promise<number>, control: () => Promise<number>): Promise<Run> {
  const routed: number[] = [];
  const idle: number[] = [];
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    // A request comes from the event loop: what others have to say is not said in the middle of it.
    await nextTurn();
    routed.push(await work(index));
    idle.push(await control());
  }
  const { user, system } = process.cpuUsage(before);
  return { routed, control: idle, cpuMs: (user + system) / 1000 };
}

const thousandths = (ms: number): number => Math.round(ms * 1000) / 1000;

async function millisecondsOf(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

async function drain(parts: AsyncIterable<RouterPart>): Promise<void> {
  for await (const part of parts) if (part.type === 'error') throw part.error;
}

/** Reads from its cache what it is expected to hold. */
const oneAnswer: Pick<Provider, 'id'> & { stream(call?: ProviderCall): AsyncIterable<StreamPart> } = {
  id: 'bench',
  async *stream(call) {
    const { expectedReadTokens: cacheRead, expectedWriteTokens: cacheWrite5m } = call?.cachePlan ?? {
      expectedReadTokens: 0,
      expectedWriteTokens: 0,
    };
    yield { type: 'text-delta', text: 'A quarter penny.' };
    yield { type: 'usage', usage: { ...noUsage, uncachedInput: 500, cacheRead, cacheWrite5m, output: 5 } };
    yield { type: 'finish', reason: 'stop' };
  },
};

function routerOver(ledger: WorkerLedger, candidates: readonly Candidate[], rules: MatchRules): Router {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = { now: () => Date.now(), timeZone: () => timeZone };
  const after = (ms: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  };
  const budgets = [
    { ...usualTerms, period: 'day', limit: 1e15 },
    { ...usualTerms, period: 'month', limit: 1e15 },
  ] as const;
  const policy = {
    metered: 'allowed',
    data: [{ deniedProviders: ['provider-7'], noTraining: true, deniedJurisdictions: ['CN'], paths: { 'secrets/**': 'local' } }],
  } as const;
  const ration = new SampleRation();
  let lastId = 0;
  return createRouter({
    candidates: () => candidates,
    provider: () => oneAnswer,
    apiKey: async () => 'a-key',
    ledger,
    limits: (request) => limitsOn(budgets, localDay(clock.now(), timeZone), usualCalendar, request),
    dearestPrices: () => undefined,
    // Counting happens in a thread of its own, later, and for nobody to wait for.
    tokenizer: {
      count: async () => 25_000,
      teaches: ({ endpoint, model }, fileType) => ration.takes(endpoint.id, model.id, fileType),
      // As learned from the first answers: an input dearer than any before is told to the ledger each time.
      ratio: ({ model }) => ({ ratio: model.tokenizerRatio ?? 1, highestTokensPerByte: 0.4 }),
    },
    policy: () => policy,
    pressure: () => noPressure,
    pins: () => ({}),
    rules,
    sort: () => 'price',
    statistics: new RecentStatistics({ now: clock.now }),
    quality: createQualityBook([], { today: localDay(clock.now(), timeZone) }),
    health: new HealthBook({ now: clock.now, random: Math.random, after }),
    cacheMemory: new CacheMemory(),
    redact: createRedactor({ load: async () => scanForSecrets }),
    clock,
    after,
    localWatts: () => 100,
    newId: () => `bench-${Date.now()}-${++lastId}`,
  });
}

function taskOf(index: number, segments: readonly Segment[]): Task {
  return {
    id: `task-${index}`,
    kind: 'agent.step',
    segments,
    maxOutputTokens: 2000,
    stop: [],
    origin: { trigger: 'command', language: 'typescript', workspace: 'farthing' },
    sessionId: `session-${index % 10}`,
  };
}

const turn = (text: string): Segment => ({ role: 'user', stability: 'turn', text });

/** Code of 25 files. */
function promptOf(random: Random): readonly Segment[] {
  const stabilities = ['static', 'workspace', 'workspace', 'session', 'session'] as const;
  return Array.from({ length: 25 }, (_, index): Segment => {
    const lines: string[] = [];
    for (let bytes = 0; bytes < promptBytes / 25; ) {
      const line = `  const value${random.between(0, 9999)} = compute(${random.between(0, 99)}, options.limit${random.between(0, 99)});`;
      lines.push(line);
      bytes += line.length + 1;
    }
    return {
      role: index === 0 ? 'system' : 'user',
      stability: stabilities[Math.floor(index / 5)] ?? 'turn',
      text: lines.join('\n'),
      name: `src/file${index}.ts`,
    };
  });
}

async function coldRedaction(segments: readonly Segment[]): Promise<number> {
  const times: number[] = [];
  // The first one loads what is loaded once.
  for (let run = 0; run < 6; run += 1) {
    const redact = createRedactor({ load: async () => scanForSecrets });
    const fresh = segments.map((segment) => ({ ...segment, text: `// ${run}\n${segment.text}` }));
    const began = performance.now();
    for (const segment of fresh) await redact(segment);
    times.push(performance.now() - began);
  }
  return Math.min(...times.slice(1));
}

/** Of all tiers at 20 providers, a third of them at gateways of unknown law. */
function candidatesOf(random: Random): readonly Candidate[] {
  const tiers: readonly Tier[] = ['small', 'small', 'medium', 'medium', 'frontier'];
  const fact = <Value>(value: Value) => ({ value, url: 'https://facts.example', readOn: '2026-11-22' });
  const endpoints = Array.from({ length: 20 }, (_, index): Candidate['endpoint'] => ({
    id: `endpoint-${index}`,
    provider: `provider-${index}`,
    adapter: 'bench',
    baseUrl: `https://endpoint-${index}.example/v1`,
    billing: 'metered',
    needsKey: true,
    training: fact(index % 3 === 0 ? 'possible' : 'never'),
    jurisdiction: fact(index % 5 === 0 ? 'CN' : 'US'),
    caching:
      index % 2 === 0
        ? { type: 'automatic', ttl: '5m', takesKey: true }
        : { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
  }));
  return Array.from({ length: candidateCount }, (_, index): Candidate => {
    const endpoint = endpoints[index % endpoints.length] as Candidate['endpoint'];
    const input = random.between(50, 5000) * 1_000_000;
    const price: PriceRow = {
      validFrom: '2026-01-01',
      source: { url: 'https://prices.example', readOn: '2026-11-22' },
      uncachedInput: input,
      cacheRead: Math.round(input / 10),
      cacheWrite5m: Math.round(input * 1.25),
      cacheWrite1h: input * 2,
      output: input * 5,
    };
    const quality =
      index % 4 === 0
        ? []
        : [{ domain: 'agent', benchmark: 'bench', share: random.share(), url: 'https://facts.example', readOn: '2026-11-22' } as const];
    return {
      endpoint,
      model: {
        id: `model-${index}`,
        tier: random.pick(['small', 'small', 'medium', 'medium', 'frontier'] as const satisfies typeof tiers),
        canChat: true,
        canUseTools: true,
        contextTokens: random.pick([32_000, 128_000, 200_000, 1_000_000]),
        maxOutputTokens: 32_000,
        minimumCacheableTokens: 1024,
        ...(index % 3 === 0 && { efforts: ['low', 'medium', 'high'] }),
        quality,
        price,
      },
    };
  });
}

/** None of the first 49 takes the request, so that all are asked. */
function rulesOf(random: Random): MatchRules {
  const rows = Array.from({ length: ruleCount }, (_, index) => ({
    name: `rule ${index}`,
    when:
      index === ruleCount - 1
        ? "task.kind == 'agent.step'"
        : random.pick([
            `task.kind == 'chat' && task.inputTokens > ${index * 100}`,
            `task.language == 'python' && task.failingTests > ${index}`,
            `task.paths.exists(path, path.startsWith('generated${index}/'))`,
            `time.hour == 25 - ${index} && budget.pressure == 'economy'`,
          ]),
    use: index === ruleCount - 1 ? { exclude: { models: ['model-1?'] } } : { tier: 'small' },
  }));
  const compilation = compileRules(rows, () => undefined);
  if (compilation.outcome === 'refused') throw new Error(`the rules do not compile: ${JSON.stringify(compilation)}`);
  return (facts) => {
    const rule = compilation.compiled.match(celFacts(facts));
    return rule ? [{ source: 'user', name: rule.name, use: rule.use }] : [];
  };
}
