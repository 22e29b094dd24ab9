import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/core/provider.ts';
import { lazyProvider } from '../../src/providers/lazyProvider.ts';
import { collect } from '../support/collect.ts';
import { answer, scriptedProvider } from '../support/routing.ts';
import { callOf, chatTask, localCandidate } from '../support/tasks.ts';

const call = callOf(chatTask(), localCandidate('local'));
const never = new AbortController().signal;

describe('A lazy provider', () => {
  it('is loaded by its first request, once, and passes everything on', async () => {
    let loads = 0;
    const lazy = lazyProvider('scripted', async () => {
      loads += 1;
      return scriptedProvider({ local: answer });
    });
    const before = loads;
    const streams = await Promise.all([collect(lazy.stream(call, never)), collect(lazy.stream(call, never))]);
    expect({ id: lazy.id, before, loads, streams }).toEqual({ id: 'scripted', before: 0, loads: 1, streams: [answer, answer] });
  });

  it('that was left while it was loaded asks nobody', async () => {
    const asked: string[] = [];
    const provider = scriptedProvider({ local: answer });
    const lazy = lazyProvider('scripted', async () => ({
      ...provider,
      stream: (...args) => {
        asked.push('asked');
        return provider.stream(...args);
      },
    }));
    expect(await collect(lazy.stream(call, AbortSignal.abort()))).toEqual([{ type: 'finish', reason: 'aborted', isUnsent: true }]);
    expect(asked).toEqual([]);
  });

  it('that cannot be loaded says so, and is tried again by the next request', async () => {
    const results: (() => Promise<Provider>)[] = [
      () => Promise.reject(new Error('no such file')),
      async () => scriptedProvider({ local: answer }),
    ];
    const lazy = lazyProvider('scripted', () => results.shift()?.() ?? Promise.reject());
    expect(await collect(lazy.stream(call, never))).toMatchObject([
      { type: 'error', error: { reason: 'unsupported', cause: new Error('no such file') } },
    ]);
    expect(await collect(lazy.stream(call, never))).toEqual(answer);
  });

  it('passes on what its adapter throws, and stays loaded', async () => {
    let loads = 0;
    const broken: Provider = {
      id: 'broken',
      stream: async function* () {
        yield { type: 'text-delta', text: 'a' };
        throw new TypeError('a slip');
      },
    };
    const lazy = lazyProvider('broken', async () => {
      loads += 1;
      return broken;
    });
    await expect(collect(lazy.stream(call, never))).rejects.toThrow('a slip');
    await expect(collect(lazy.stream(call, never))).rejects.toThrow('a slip');
    expect(loads).toBe(1);
  });
});

describe('What a lazy provider offers besides', () => {
  const endpoint = localCandidate('local').endpoint;

  it('is that of the one behind it, or nothing', async () => {
    const plain = lazyProvider('scripted', async () => scriptedProvider({}));
    const counting = lazyProvider('scripted', async () => ({
      ...scriptedProvider({}),
      countInput: async () => 7,
      hasCredits: async () => false,
      check: () => Promise.reject(new Error('a bad key')),
    }));
    expect(await plain.countInput(call, never)).toBeUndefined();
    await expect(plain.check(endpoint, 'key', never)).rejects.toMatchObject({ reason: 'unsupported' });
    expect(await counting.countInput(call, never)).toBe(7);
    expect([await plain.hasCredits(endpoint, 'key', never), await counting.hasCredits(endpoint, 'key', never)]).toEqual([undefined, false]);
    await expect(counting.check(endpoint, 'key', never)).rejects.toThrow('a bad key');
  });

  it('fails as its requests do where it cannot be loaded', async () => {
    const lazy = lazyProvider('scripted', () => Promise.reject(new Error('no such file')));
    await expect(lazy.check(endpoint, 'key', never)).rejects.toMatchObject({ reason: 'unsupported' });
  });
});
