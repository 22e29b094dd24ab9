import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { queueing } from '../../../src/providers/localServers/queued.ts';
import { collect } from '../../support/collect.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { finished, scriptedProvider, text } from '../../support/routing.ts';
import { callOf, chatTask, holeTask, localCandidate, paidCandidate } from '../../support/tasks.ts';

const never = new AbortController().signal;
const time = new FakeTime();
const wrap = (provider: Provider): Provider => queueing({ after: (ms, callback) => time.after(ms, callback) })(provider);
const hole = callOf(holeTask('a', 'b'), localCandidate('local'));
const chat = callOf(chatTask(), localCandidate('local'));
const turnOver = () => new Promise((resolve) => setImmediate(resolve));

describe('A request to a local server', () => {
  it('waits for the one before it, whichever adapter asked, and is sent when that is over', async () => {
    const inner = scriptedProvider({ local: [text('a')] });
    const other = scriptedProvider({ local: [text('b'), finished] });
    const queue = queueing({ after: (ms, callback) => time.after(ms, callback) });
    const leaving = new AbortController();
    const first = collect(queue(inner).stream(chat, leaving.signal));
    await turnOver();
    const second = collect(queue(other).stream(hole, never));
    await turnOver();
    const sent = [inner.calls.length, other.calls.length];
    leaving.abort();
    expect([sent, (await first).at(-1), await second, inner.open()]).toEqual([
      [1, 0],
      { type: 'finish', reason: 'aborted' },
      [text('b'), finished],
      0,
    ]);
  });

  it('leaves without a byte sent when it is aborted while it waits', async () => {
    const inner = scriptedProvider({});
    const provider = wrap(inner);
    const [holding, leaving] = [new AbortController(), new AbortController()];
    const first = collect(provider.stream(chat, holding.signal));
    await turnOver();
    const second = collect(provider.stream(hole, leaving.signal));
    leaving.abort();
    expect([await second, inner.calls.length]).toEqual([[{ type: 'finish', reason: 'aborted', isUnsent: true }], 1]);
    holding.abort();
    await first;
  });

  it('gives its place back when its reader leaves', async () => {
    const inner = scriptedProvider({ local: [text('a'), text('b'), finished] });
    const provider = wrap(inner);
    for await (const part of provider.stream(chat, never)) {
      expect(part).toEqual(text('a'));
      break;
    }
    expect(await collect(provider.stream(hole, never))).toEqual([text('a'), text('b'), finished]);
  });

  it('finds as many places as the server says that it has slots', async () => {
    const inner = scriptedProvider({});
    const provider = wrap(inner);
    const { model, endpoint } = localCandidate('local');
    const candidate = { model, endpoint: { ...endpoint, quirks: { slots: 2 } } };
    const leaving = new AbortController();
    const both = [chat, hole].map((call) => collect(provider.stream({ ...call, candidate }, leaving.signal)));
    await turnOver();
    expect(inner.calls.length).toBe(2);
    leaving.abort();
    await Promise.all(both);
  });
});

describe('A request that goes elsewhere', () => {
  it('waits for nobody', async () => {
    const inner = scriptedProvider({});
    const provider = wrap(inner);
    const leaving = new AbortController();
    const all = [1, 2, 3].map(() => collect(provider.stream(callOf(chatTask(), paidCandidate('paid')), leaving.signal)));
    await turnOver();
    expect(inner.calls.length).toBe(3);
    leaving.abort();
    await Promise.all(all);
  });
});

describe('A warm-up', () => {
  /** It ends only by its signal, as one of a long prompt. */
  const warming = (): Provider & { readonly warmed: AbortSignal[] } => {
    const warmed: AbortSignal[] = [];
    const warm = (_call: unknown, signal: AbortSignal): Promise<void> => {
      warmed.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));
    };
    return { ...scriptedProvider({ local: [text('a'), finished] }), warm, warmed };
  };

  it('is broken off for a completion, and that is no failure', async () => {
    const inner = warming();
    const provider = wrap(inner);
    const warm = provider.warm?.(hole, never);
    await turnOver();
    expect([inner.warmed.length, await collect(provider.stream(hole, never)), await warm]).toEqual([1, [text('a'), finished], undefined]);
  });

  it('tells of its failure where nobody broke it off', async () => {
    const provider = wrap({ ...scriptedProvider({}), warm: () => Promise.reject(new Error('out of memory')) });
    await expect(provider.warm?.(hole, never)).rejects.toThrow('out of memory');
  });

  it('is nothing for a paid model, and nothing where the adapter has none', async () => {
    const inner = warming();
    await wrap(inner).warm?.(callOf(holeTask('a', 'b'), paidCandidate('paid')), never);
    expect([inner.warmed.length, wrap(scriptedProvider({})).warm]).toEqual([0, undefined]);
  });
});
