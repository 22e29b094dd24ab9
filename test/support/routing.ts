import { noPressure } from '../../src/core/budget/index.ts';
import { CacheMemory } from '../../src/core/caching/index.ts';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { HealthBook } from '../../src/core/failover/index.ts';
import { type Redact, type Redactor, redactNothing } from '../../src/core/policy/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import { createRouter, type Router, type RouterPart, type RouterPorts } from '../../src/core/router.ts';
import type { LearningStatistics } from '../../src/core/routerPorts.ts';
import { noUsage, ProviderError, type ProviderErrorReason, type Segment, type StreamPart, type Usage } from '../../src/core/task/index.ts';
import { estimateTokens } from '../../src/core/tokens/index.ts';
import { FakeTime } from './fakeTime.ts';
import { MemoryLedger } from './memoryLedger.ts';

export const text = (words: string): StreamPart => ({ type: 'text-delta', text: words });
export const used = (usage: Partial<Usage>): StreamPart => ({ type: 'usage', usage: { ...noUsage, ...usage } });
export const finished: StreamPart = { type: 'finish', reason: 'stop' };
export const failed = (reason: ProviderErrorReason): StreamPart => ({
  type: 'error',
  error: new ProviderError(reason, `it was ${reason}`),
});

/** A whole answer with its usage. */
export const answer: readonly StreamPart[] = [text('A quarter '), text('penny.'), used({ uncachedInput: 20, output: 5 }), finished];

/** What each model says, by its id. A script that does not end waits until it is aborted. */
export type Scripts = Readonly<Record<string, readonly StreamPart[]>>;

export interface ScriptedProvider extends Provider {
  readonly calls: readonly ProviderCall[];
  /** How many streams are still open. */
  readonly open: () => number;
}

/** `onWait`: a script has been played to its end and there was none. */
export function scriptedProvider(scripts: Scripts, onWait: () => void = () => undefined): ScriptedProvider {
  const calls: ProviderCall[] = [];
  let open = 0;
  async function* stream(call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
    calls.push(call);
    open += 1;
    try {
      for (const part of scripts[call.candidate.model.id] ?? []) {
        if (signal.aborted) break;
        yield part;
        if (part.type === 'finish' || part.type === 'error') return;
      }
      if (!signal.aborted) {
        const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        onWait();
        await aborted;
      }
      yield { type: 'finish', reason: 'aborted' };
    } finally {
      open -= 1;
    }
  }
  return { id: 'scripted', calls, open: () => open, stream };
}

/** Answers are expected to fill their limit, so that tests count with round numbers. */
export const nothingSeen: LearningStatistics = {
  predictSize: () => ({ outputTokens: { median: Number.MAX_SAFE_INTEGER, high: Number.MAX_SAFE_INTEGER }, samples: 0 }),
  speedOf: () => undefined,
  learn: () => undefined,
};

/** A prompt's redaction made of a segment's; tools stay as they are. */
export function redactorOf(redact: Redact): Redactor {
  return Object.assign(redact, {
    all: async (segments: readonly Segment[]) => {
      const all = await Promise.all(segments.map(redact));
      const isClean = all.every(({ segment }, index) => segment === segments[index]);
      return { segments: isClean ? segments : all.map(({ segment }) => segment), redactions: all.flatMap(({ redactions }) => redactions) };
    },
    tools: redactNothing.tools,
  });
}

const farInTheFuture = Date.UTC(2100, 0);

/** Everything is allowed, a dollar a day may be spent, and nothing is known of tokenizers. */
export function generousPorts(): Pick<
  RouterPorts,
  | 'apiKey'
  | 'limits'
  | 'dearestPrices'
  | 'tokenizer'
  | 'policy'
  | 'pressure'
  | 'pins'
  | 'rules'
  | 'sort'
  | 'statistics'
  | 'quality'
  | 'health'
  | 'patienceMs'
  | 'cacheMemory'
  | 'redact'
  | 'after'
  | 'localWatts'
> {
  return {
    apiKey: async () => 'a-key',
    limits: () => [{ budgetId: 'day', unit: 'nano-usd', limit: 1_000_000_000, fromDay: '1970-01-01' }],
    dearestPrices: () => undefined,
    tokenizer: {
      count: async (texts) => texts.reduce((sum, each) => sum + estimateTokens(each), 0),
      ratio: () => ({ ratio: 1, highestTokensPerByte: 0 }),
    },
    policy: () => ({ metered: 'allowed' }),
    pressure: () => noPressure,
    pins: () => ({}),
    rules: () => [],
    sort: () => 'price',
    statistics: nothingSeen,
    quality: { estimate: () => ({ mean: 1, weight: 0, source: 'nobody knows' }) },
    // Time stands still: an endpoint that failed stays away, and nobody waits for it.
    health: new HealthBook({ now: () => farInTheFuture, random: () => 0.5, after: () => () => undefined }),
    patienceMs: 0,
    cacheMemory: new CacheMemory(),
    redact: redactNothing,
    after: () => () => undefined,
    localWatts: () => 100,
  };
}

export interface RouterFixture {
  readonly router: Router;
  readonly ledger: MemoryLedger;
  readonly provider: ScriptedProvider;
}

/** A router over scripted models, with its books in memory and everything allowed. */
export function routerOver(
  candidates: readonly Candidate[],
  scripts: Scripts,
  {
    ledger = new MemoryLedger(),
    onWait,
    ...ports
  }: Partial<RouterPorts> & { readonly ledger?: MemoryLedger; readonly onWait?: () => void } = {},
): RouterFixture {
  const provider = scriptedProvider(scripts, onWait);
  let lastId = 0;
  const router = createRouter({
    candidates: () => candidates,
    provider: (id) => (id === provider.id ? provider : undefined),
    ledger,
    ...generousPorts(),
    clock: new FakeTime(),
    newId: () => `id-${++lastId}`,
    ...ports,
  });
  return { router, ledger, provider };
}

/** The parts in short: what they are, and what they say. */
export function inShort(part: RouterPart): string {
  switch (part.type) {
    case 'decision':
      return `decision: ${part.decision.outcome}`;
    case 'attempt':
      return `attempt ${part.number}: ${part.candidate.model.id}`;
    case 'settled':
      return `settled: ${part.entry.model} ${part.entry.finish}`;
    case 'text-delta':
    case 'reasoning-delta':
      return `${part.type}: ${part.text}`;
    case 'finish':
      return `finish: ${part.reason}`;
    case 'error':
      return `error: ${part.error.reason}`;
    case 'usage':
      return 'usage';
    case 'held-back':
      return `held back: ${part.candidate.model.id} by ${part.budgetId}`;
    case 'waiting':
      return `waiting until ${part.untilMs}`;
    case 'redacted':
      return `redacted: ${part.redactions.map(({ kind, count }) => `${count} ${kind}`).join(', ')}`;
    case 'attempt-failed':
      return `failed: ${part.candidate.model.id} ${part.error.reason}`;
    case 'reasoning-end':
    case 'tool-call-start':
    case 'tool-call-delta':
    case 'tool-call-end':
      return part.type;
  }
}
