import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CacheMemory, type CachePlan, type CacheRequest } from '../../../src/core/caching/index.ts';
import { type CacheRules, ttlMs } from '../../../src/core/catalogue/index.ts';
import { noUsage, type Segment, type TaskKind, taskKinds } from '../../../src/core/task/index.ts';
import { cachingCandidate, startMs, textOf, tokensOf } from './prompts.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** A request by numbers: equal ones begin with equal texts, because texts go by place, size and edition. */
const requests = fc.array(
  fc.record({
    kind: fc.constantFrom<TaskKind>(...taskKinds),
    session: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    model: fc.constantFrom('one', 'two'),
    edition: fc.constantFrom(0, 0, 0, 1),
    turns: fc.integer({ min: 1, max: 30 }),
    pauseMs: fc.constantFrom(0, 20_000, 299_999, 300_000, 900_000, 3_700_000),
    readShare: fc.constantFrom(0, 0.5, 1),
  }),
  { minLength: 1, maxLength: 4 },
);
const rules = fc.oneof(
  fc.record({
    type: fc.constant('breakpoints' as const),
    ttls: fc.constantFrom<readonly ('5m' | '1h')[]>(['5m'], ['1h'], ['5m', '1h']),
    mostBreakpoints: fc.integer({ min: 1, max: 4 }),
    lookBackBlocks: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    type: fc.constant('automatic' as const),
    ttl: fc.constantFrom('5m' as const, '30m' as const),
    takesKey: fc.boolean(),
    takesBreakpoints: fc.boolean(),
  }),
);
const minimums = fc.constantFrom(0, 512, 1024, 3000);
const ratios = fc.constantFrom(0.7, 1, 1.35);

type Asked = (typeof requests extends fc.Arbitrary<infer Value> ? Value : never)[number];

/** Built once: a thousand runs build them a hundred thousand times otherwise. */
const system: Segment = { role: 'system', stability: 'static', text: textOf('system', 300) };
const workspaces = [0, 1].map(
  (edition): Segment => ({ role: 'system', stability: 'workspace', text: textOf(`workspace ${edition}`, 300) }),
);
const history = Array.from(
  { length: 30 },
  (_, index): Segment => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    stability: 'session',
    text: textOf(`turn ${index}`, 30 + 60 * (index % 4)),
  }),
);
const lastTurns = history.map((segment): Segment => ({ ...segment, stability: 'turn' }));

function segmentsOf({ edition, turns }: Asked): readonly Segment[] {
  return [system, ...workspaces.slice(edition, edition + 1), ...history.slice(0, turns - 1), ...lastTurns.slice(turns - 1, turns)];
}

/** What is wrong with a plan, in words. */
function faultsOf(plan: CachePlan, request: CacheRequest, { caching, minimum, ratio }: Setting): readonly string[] {
  const marks = plan.type === 'breakpoints' ? plan.breakpoints : [];
  const isSorted = (values: readonly number[], step: (difference: number) => boolean): boolean =>
    values.every((value, index) => index === 0 || step(value - (values[index - 1] ?? 0)));
  const firstTokens = tokensOf({ segments: request.segments.slice(0, (marks[0]?.afterSegment ?? 0) + 1) }) * ratio;
  const checks = {
    'more marks than allowed': marks.length > (caching.type === 'breakpoints' ? caching.mostBreakpoints : 4),
    'marks out of order': !isSorted(
      marks.map(({ afterSegment }) => afterSegment),
      (difference) => difference > 0,
    ),
    'longer-lived after shorter-lived': !isSorted(
      marks.map(({ ttl }) => ttlMs(ttl)),
      (difference) => difference <= 0,
    ),
    'a mark below the minimum': marks.length > 0 && firstTokens < minimum,
    'fewer than no tokens': plan.expectedReadTokens < 0 || plan.expectedWriteTokens < 0,
    'more tokens than the prompt has': plan.expectedReadTokens + plan.expectedWriteTokens > Math.ceil(tokensOf(request) * ratio),
  };
  return Object.entries(checks).flatMap(([name, isWrong]) => (isWrong ? [name] : []));
}

interface Setting {
  readonly caching: CacheRules;
  readonly minimum: number;
  readonly ratio: number;
}

it('A plan keeps to the protocol and to the prompt, and is the same for equal requests, whatever was sent and reported before', () => {
  fc.assert(
    fc.property(requests, rules, minimums, ratios, (asked, caching, minimum, ratio) => {
      const memory = new CacheMemory();
      let atMs = startMs;
      const faults = asked.flatMap((one) => {
        atMs += one.pauseMs;
        const segments = segmentsOf(one);
        const request: CacheRequest = {
          kind: one.kind,
          ...(one.session !== undefined && { sessionId: one.session }),
          segments,
          tools: [],
          atMs,
        };
        const candidate = cachingCandidate(caching, { id: one.model, minimumCacheableTokens: minimum });
        const plan = memory.plan(candidate, request, ratio);
        const again = memory.plan(candidate, { ...request, segments: [...segments] }, ratio);
        const read = Math.floor(plan.expectedReadTokens * one.readShare);
        memory.observe(candidate, request, plan, {
          ...noUsage,
          cacheRead: read,
          cacheWrite5m: plan.expectedWriteTokens,
          uncachedInput: 100,
        });
        const isSame = JSON.stringify(again) === JSON.stringify(plan);
        return [...faultsOf(plan, request, { caching, minimum, ratio }), ...(isSame ? [] : ['another plan for the same request'])];
      });
      expect(faults).toEqual([]);
    }),
    runs,
  );
});
