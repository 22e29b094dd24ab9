import type { CachePlan } from '../../src/core/caching/index.ts';
import type { Candidate, Model } from '../../src/core/catalogue/index.ts';
import { freeOfCharge, type PriceRow } from '../../src/core/money/index.ts';
import type { ProviderCall } from '../../src/core/provider.ts';
import type { Task } from '../../src/core/task/index.ts';

/** A question in a conversation. */
export function chatTask(changes: Partial<Task> = {}): Task {
  return {
    id: 'task-1',
    kind: 'chat',
    segments: [{ role: 'user', stability: 'turn', text: 'What is a farthing?' }],
    maxOutputTokens: 100,
    stop: [],
    origin: { trigger: 'command' },
    ...changes,
  };
}

/** A hole in a file. */
export function holeTask(prefix: string, suffix: string, changes: Partial<Task> = {}): Task {
  return chatTask({
    kind: 'completion.line',
    segments: [
      { role: 'prefix', stability: 'turn', text: prefix },
      { role: 'suffix', stability: 'turn', text: suffix },
    ],
    stop: ['\n'],
    origin: { trigger: 'automatic', language: 'typescript' },
    ...changes,
  });
}

/** $3 in, $15 out per million tokens; 1.25 and 2 times the input's price to write a cache, a tenth of it to read one. */
export const paidPrice: PriceRow = {
  validFrom: '2026-01-01',
  source: { url: 'https://models.example/prices', readOn: '2026-11-22' },
  uncachedInput: 3_000_000_000,
  cacheRead: 300_000_000,
  cacheWrite5m: 3_750_000_000,
  cacheWrite30m: 3_750_000_000,
  cacheWrite1h: 6_000_000_000,
  cacheWrite12h: 6_000_000_000,
  output: 15_000_000_000,
};

/** A model on this machine that can do everything and costs nothing. */
export function localCandidate(id = 'local-model', model: Partial<Model> = {}, baseUrl = 'http://127.0.0.1:8080'): Candidate {
  return {
    model: { id, tier: 'local', canChat: true, fillInTheMiddle: { type: 'infill' }, price: freeOfCharge, ...model },
    endpoint: { id: `server-of-${id}`, provider: 'scripted', adapter: 'scripted', baseUrl, billing: 'local' },
  };
}

/** A model in the cloud that is paid per token. */
export function paidCandidate(id = 'paid-model', model: Partial<Model> = {}): Candidate {
  return {
    model: { id, tier: 'medium', canChat: true, fillInTheMiddle: { type: 'suffix' }, price: paidPrice, ...model },
    endpoint: { id: `cloud-of-${id}`, provider: 'scripted', adapter: 'scripted', baseUrl: 'https://models.example', billing: 'metered' },
  };
}

/** The same candidate without a price. */
export function unpriced({ model, endpoint }: Candidate): Candidate {
  const { price: _price, ...rest } = model;
  return { model: rest, endpoint };
}

const coldSlot: CachePlan = {
  type: 'slot',
  slot: 0,
  expectedReadTokens: 0,
  expectedWriteTokens: 0,
  reason: 'a local server keeps its last prefix',
};

/** What an adapter gets of a task when that candidate was chosen. */
export function callOf(task: Task, candidate: Candidate): ProviderCall {
  const { kind, segments, maxOutputTokens, stop, tools = [] } = task;
  return { candidate, kind, segments, maxOutputTokens, stop, tools, cachePlan: coldSlot };
}
