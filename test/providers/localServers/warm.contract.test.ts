import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import type { Segment, StreamPart } from '../../../src/core/task/index.ts';
import { createLlamaServer } from '../../../src/providers/llamaServer/llamaServer.ts';
import { findLocalServers } from '../../../src/providers/localServers/findLocalServers.ts';
import { candidatesOf } from '../../../src/providers/localServers/localServer.ts';
import { queueing } from '../../../src/providers/localServers/queued.ts';
import { collect } from '../../support/collect.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { scriptedProvider } from '../../support/routing.ts';
import { callOf, holeTask, localCandidate } from '../../support/tasks.ts';
import { slotPlan } from '../plans.ts';

const url = inject('engineUrl');
const never = new AbortController().signal;
const time = new FakeTime();
const provider = queueing({ after: (ms, callback) => time.after(ms, callback) })(createLlamaServer({ fetch, chat: scriptedProvider({}) }));

/** A file that no other test has sent. */
const file: Segment = {
  role: 'context',
  stability: 'workspace',
  name: 'warm.ts',
  text: Array.from({ length: 8 }, (_, line) => `export const warmed${line} = measure(${line * 7});\n`).join(''),
};
const usageOf = (parts: readonly StreamPart[]) => parts.flatMap((part) => (part.type === 'usage' ? [part.usage] : []))[0];

describe.runIf(inject('engineKind') === 'llama-server')('A warm-up of the real llama-server', () => {
  it('has the next completion find the files in its slot', async () => {
    const [server] = await findLocalServers({ fetch, signal: never, addresses: [url] });
    const candidate = server && candidatesOf(server)[0];
    if (!candidate) throw new Error('the engine was not found');
    const hole = (prefix: string, suffix: string) => {
      const { segments } = holeTask(prefix, suffix);
      return { ...callOf(holeTask('', '', { segments: [file, ...segments] }), candidate), cachePlan: slotPlan(0) };
    };
    await provider.warm?.(hole('', ''), never);
    const usage = usageOf(await collect(provider.stream(hole('const a = warmed1', '\n'), never)));
    expect({ foundMost: (usage?.cacheRead ?? 0) > 300, readAnew: (usage?.uncachedInput ?? 9999) < 100 }).toEqual({
      foundMost: true,
      readAnew: true,
    });
  });
});

/** Over how many connections it went, when so many were asked in a row. */
async function connectionsOf(asked: number, ask: (candidate: Candidate) => Promise<unknown>): Promise<number> {
  let connections = 0;
  const target = new URL(url);
  const between = createServer((incoming) => {
    connections += 1;
    const outgoing = connect(Number(target.port), target.hostname);
    incoming.pipe(outgoing).pipe(incoming);
    for (const socket of [incoming, outgoing]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  for (let index = 0; index < asked; index += 1) {
    await ask(localCandidate('copy', { fillInTheMiddle: { type: 'infill' } }, baseUrl));
    // Fetch takes up its connection again one turn after its last body: nobody types faster.
    await new Promise((resolve) => setImmediate(resolve));
  }
  between.close();
  return connections;
}

describe.runIf(inject('engineKind') === 'llama-server')('Over one connection to the real llama-server', () => {
  it('go warm-ups', async () => {
    expect(await connectionsOf(20, async (candidate) => provider.warm?.(callOf(holeTask('a', 'b'), candidate), never))).toBe(1);
  });

  it('go twenty completions of a line, each with its text, its usage and its end', async () => {
    const types: string[] = [];
    const connections = await connectionsOf(20, async (candidate) => {
      const parts = await collect(provider.stream(callOf(holeTask('call(one, two);\ncall(', ''), candidate), never));
      types.push(parts.map(({ type }) => type).join(' '));
    });
    expect([connections, [...new Set(types)]]).toEqual([1, ['text-delta usage finish']]);
  });
});
