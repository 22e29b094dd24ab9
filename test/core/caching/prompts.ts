import type { CacheMemory, CachePlan, CacheRequest } from '../../../src/core/caching/index.ts';
import type { CacheRules, Candidate, Model } from '../../../src/core/catalogue/index.ts';
import { noUsage, type Segment, type Usage } from '../../../src/core/task/index.ts';
import { paidCandidate } from '../../support/tasks.ts';

export const anthropicRules: CacheRules = { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 };
export const minuteMs = 60_000;
/** When the first request of a test is made. */
export const startMs = Date.UTC(2026, 10, 23, 9);

/** A paid model whose cache works by those rules: $3 a million, 3.75 and 6 to write, 0.3 to read. */
export function cachingCandidate(caching: CacheRules = anthropicRules, model: Partial<Model> = {}): Candidate {
  return paidCandidate(model.id ?? 'paid-model', { minimumCacheableTokens: 1024, caching, ...model });
}

/** A text of so many estimated tokens, beginning with its name. */
export const textOf = (name: string, tokens: number): string => name.padEnd(tokens * 3, '.');

export const system = (name: string, tokens = 2000, stability: Segment['stability'] = 'static'): Segment => ({
  role: 'system',
  stability,
  text: textOf(name, tokens),
});

/** Rounds of a tool loop after one question; the last round is this turn's. */
export function loopRequest(rounds: number, changes: Partial<CacheRequest> = {}): CacheRequest {
  const turns = Array.from({ length: rounds }, (_, round): readonly Segment[] => [
    {
      role: 'assistant',
      stability: round === rounds - 1 ? 'turn' : 'session',
      text: `step ${round}`,
      toolCalls: [{ id: `call-${round}`, name: 'run', argumentsText: '{}' }],
    },
    {
      role: 'tool',
      stability: round === rounds - 1 ? 'turn' : 'session',
      toolCallId: `call-${round}`,
      text: textOf(`result ${round}`, 1000),
    },
  ]);
  return {
    kind: 'agent.step',
    sessionId: 'session-1',
    segments: [
      system('instructions'),
      { role: 'user', stability: rounds === 0 ? 'turn' : 'session', text: textOf('task', 100) },
      ...turns.flat(),
    ],
    tools: [],
    atMs: startMs,
    ...changes,
  };
}

/** One question without a session. */
export function oneShot(question: string, changes: Partial<CacheRequest> = {}): CacheRequest {
  const segments: readonly Segment[] = [system('how to write'), { role: 'user', stability: 'turn', text: textOf(question, 3000) }];
  return { kind: 'commit-message', segments, tools: [], atMs: startMs, ...changes };
}

/** What a provider reports that did what the plan expects; the model counts as estimated. */
export function asPlanned({ expectedReadTokens: read, expectedWriteTokens: written, writeTtl }: CachePlan, request: CacheRequest): Usage {
  const total = tokensOf(request);
  const bucket = writeTtl && (`cacheWrite${writeTtl}` as const);
  return { ...noUsage, cacheRead: read, ...(bucket && { [bucket]: written }), uncachedInput: total - read - (bucket ? written : 0) };
}

/** Estimated, as the planner does. */
export function tokensOf({ segments }: Pick<CacheRequest, 'segments'>): number {
  const texts = segments.flatMap(({ text, toolCalls = [] }) => [text, ...toolCalls.map(({ name, argumentsText }) => name + argumentsText)]);
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 3), 0);
}

/** Plans, lets the provider do so, and tells the plan. */
export function send(memory: CacheMemory, candidate: Candidate, request: CacheRequest): CachePlan {
  const plan = memory.plan(candidate, request, 1);
  memory.observe(candidate, request, plan, asPlanned(plan, request));
  return plan;
}

export const marksOf = (plan: CachePlan): readonly string[] =>
  plan.type === 'breakpoints' ? plan.breakpoints.map(({ afterSegment, ttl }) => `${afterSegment} ${ttl}`) : [];
