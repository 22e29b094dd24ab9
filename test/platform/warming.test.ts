import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { Policy } from '../../src/core/policy/index.ts';
import type { ProviderCall } from '../../src/core/provider.ts';
import type { Decision } from '../../src/core/selection/index.ts';
import { ProviderError, type Segment } from '../../src/core/task/index.ts';
import { Warming, type WarmingPorts } from '../../src/platform/warming.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const origin = { languageId: 'typescript', workspace: 'shop', path: 'src/main.ts' };
const context: Segment = { role: 'context', stability: 'session', text: 'function total() {}', name: 'src/sum.ts' };

/** A server that can be told ahead, or fails. */
function useWarming({
  candidate = localCandidate(),
  policy = { metered: 'allowed' } as Policy,
  fails = undefined as Error | undefined,
} = {}) {
  const time = { nowMs: 0 };
  const calls: { readonly call: ProviderCall; readonly signal: AbortSignal }[] = [];
  const listeners = new Set<() => void>();
  const ends: (() => void)[] = [];
  const server = { fails };
  const decision = { outcome: 'chosen', chosen: { candidate }, fallbacks: [], rejected: [] } as unknown as Decision;
  const ports: WarmingPorts = {
    router: { decide: () => decision },
    adapters: {
      get: (id) => ({
        id,
        stream: () => {
          throw new Error('nobody asked for an answer');
        },
        warm: async (call, signal) => {
          calls.push({ call, signal });
          if (server.fails) throw server.fails;
          await new Promise<void>((resolve) => {
            ends.push(resolve);
            signal.addEventListener('abort', () => resolve());
          });
        },
      }),
    },
    policy: () => policy,
    plan: () => ({ type: 'slot', slot: 2, expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'test' }),
    localServers: {
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    },
    newId: () => 'id',
    clock: { now: () => time.nowMs },
    log: { debug: () => undefined },
  };
  return {
    warming: new Warming(ports),
    calls,
    server,
    time,
    listeners,
    end: () => ends.at(-1)?.(),
    serversChange: () => {
      for (const listener of listeners) listener();
    },
  };
}

describe('Warming', () => {
  it('tells the server that would answer what the next prompt begins with, and wants no answer', async () => {
    const { warming, calls, end } = useWarming();
    const done = warming.warm([context, { role: 'prefix', stability: 'turn', text: 'not this' }], origin);
    end();
    await done;
    expect(
      calls.map(({ call: { segments, maxOutputTokens, kind, cachePlan } }) => ({ segments, maxOutputTokens, kind, cachePlan })),
    ).toEqual([
      {
        segments: [
          context,
          { role: 'prefix', stability: 'turn', text: '', name: 'src/main.ts' },
          { role: 'suffix', stability: 'turn', text: '', name: 'src/main.ts' },
        ],
        maxOutputTokens: 0,
        kind: 'completion.line',
        cachePlan: { type: 'slot', slot: 2, expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'test' },
      },
    ]);
  });

  it('leaves out what the next request has no room for beside its answer', async () => {
    // 100 bytes are 34 tokens; of 330, a block's answer takes 256.
    const files = ['a', 'b', 'c'].map((name): Segment => ({ ...context, name, text: name.repeat(100) }));
    const { warming, calls } = useWarming({ candidate: localCandidate('small', { contextTokens: 330 }), fails: new Error('no') });
    await warming.warm(files, origin);
    expect(calls.map(({ call }) => call.segments.map(({ name }) => name))).toEqual([['a', 'b', 'src/main.ts', 'src/main.ts']]);
  });

  it('stops when a completion is asked, which is no failure', async () => {
    const { warming, calls, end } = useWarming();
    const first = warming.warm([context], origin);
    warming.abort();
    await first;
    const second = warming.warm([context], origin);
    end();
    await second;
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  it('leaves a server alone for a minute that failed once', async () => {
    const { warming, calls, time } = useWarming({ fails: new ProviderError('overloaded', 'busy') });
    const sent: number[] = [];
    for (const nowMs of [0, 59_999, 60_000, 60_001]) {
      time.nowMs = nowMs;
      await warming.warm([context], origin);
      sent.push(calls.length);
    }
    expect(sent).toEqual([1, 1, 2, 2]);
  });

  it.each(['unsupported', 'not-found'] as const)(
    'leaves a server alone that answered "%s", until something changes about the servers',
    async (reason) => {
      const { warming, calls, time, serversChange } = useWarming({ fails: new ProviderError(reason, 'no such route') });
      await warming.warm([context], origin);
      time.nowMs = 3_600_000;
      await warming.warm([context], origin);
      const before = calls.length;
      serversChange();
      await warming.warm([context], origin);
      expect([before, calls.length]).toEqual([1, 2]);
    },
  );

  it('has nothing to tell where there is no context', async () => {
    const { warming, calls } = useWarming();
    await warming.warm([], origin);
    expect(calls).toEqual([]);
  });

  it('leaves no listener behind', () => {
    const { warming, listeners } = useWarming();
    warming.dispose();
    expect(listeners.size).toBe(0);
  });

  it('never reaches a server that is not on this machine, that wants a key, or that may not see a file', async () => {
    const url = fc.constantFrom(
      'http://127.0.0.1:8080',
      'http://localhost:1',
      'http://[::1]:9',
      'http://192.168.0.7:8080',
      'https://a.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'file:///x',
      '',
    );
    const billing = fc.constantFrom('local', 'metered', 'subscription' as const);
    const use = fc.constantFrom(undefined, 'local', 'nothing' as const);
    await fc.assert(
      fc.asyncProperty(url, billing, fc.boolean(), use, fc.boolean(), async (baseUrl, kind, needsKey, path, isPaid) => {
        const { model, endpoint } = isPaid ? paidCandidate() : localCandidate();
        const candidate: Candidate = { model, endpoint: { ...endpoint, baseUrl, billing: kind, needsKey } };
        const policy: Policy = { metered: 'allowed', data: [{ paths: path ? { 'src/sum.ts': path } : {} }] };
        const { warming, calls } = useWarming({ candidate, policy, fails: new Error('no') });
        await warming.warm([context], origin);
        const isHere = ['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:9'].includes(baseUrl);
        expect(calls.length).toBe(isHere && kind === 'local' && !needsKey && path !== 'nothing' ? 1 : 0);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
