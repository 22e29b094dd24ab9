import { freeOfCharge } from '../../src/core/money/index.ts';
import type { ProviderErrorReason } from '../../src/core/task/index.ts';
import type { AddressAnswer } from '../../src/providers/localServers/askAddresses.ts';
import type { LocalServer } from '../../src/providers/localServers/localServer.ts';
import type { Known } from '../../src/providers/localServers/localServerMemory.ts';
import { type LocalServerState, LocalServerWatch, type LookResult } from '../../src/providers/localServers/localServerWatch.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { failed, scriptedProvider } from '../support/routing.ts';
import { callOf, chatTask, localCandidate } from '../support/tasks.ts';

export const server: LocalServer = {
  kind: 'llama-server',
  baseUrl: 'http://127.0.0.1:8080',
  models: [{ id: 'qwen', tier: 'local', canChat: true, price: freeOfCharge }],
};

/** The same server at another address. */
export const otherServer: LocalServer = { ...server, baseUrl: 'http://127.0.0.1:9090' };

export const there = (...servers: readonly LocalServer[]): LookResult => ({
  answers: servers.map((one) => ({ status: 'server', server: one })),
});
export const without = (status: Exclude<AddressAnswer['status'], 'server'>, { baseUrl } = server): LookResult => ({
  answers: [{ status, baseUrl }],
});
export const closed = without('closed');

/** A watch over a world that a test changes. */
export function watching(first: LookResult = closed) {
  const time = new FakeTime();
  const world = {
    result: first as LookResult | Promise<LookResult>,
    looks: 0,
    known: undefined as Known | undefined,
    signal: undefined as AbortSignal | undefined,
  };
  const watch = new LocalServerWatch({
    find: async (signal, known) => {
      world.looks += 1;
      world.known = known;
      world.signal = signal;
      return world.result;
    },
    timers: time,
    now: time.now,
  });
  const states: LocalServerState[] = [];
  watch.onDidChange((state) => states.push(state));
  /** A request through the watch whose connection ends so. */
  const request = (reason: ProviderErrorReason) =>
    collect(
      watch
        .watching(scriptedProvider({ local: [failed(reason)] }))
        .stream(callOf(chatTask(), localCandidate('local')), new AbortController().signal),
    );
  return { time, world, watch, states, request };
}
