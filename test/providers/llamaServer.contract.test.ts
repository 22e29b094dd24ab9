import { describe, expect, inject, it } from 'vitest';
import type { Provider } from '../../src/core/provider.ts';
import { noUsage, type StreamPart, type Task } from '../../src/core/task/index.ts';
import { createLlamaServer } from '../../src/providers/llamaServer/llamaServer.ts';
import { findLocalServers } from '../../src/providers/localServers/findLocalServers.ts';
import { predictInfill } from '../engine/copyRule.ts';
import { collect } from '../support/collect.ts';
import { callOf, holeTask, localCandidate } from '../support/tasks.ts';

const url = inject('engineUrl');
const isLlamaServer = inject('engineKind') === 'llama-server';
const never = new AbortController().signal;
const chat: Provider = { id: 'none', stream: async function* () {} };

/** An adapter that tells what the server really said to it. */
function listeningAdapter() {
  const said: Promise<string>[] = [];
  const listening: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    said.push(response.clone().text());
    return response;
  };
  return { provider: createLlamaServer({ fetch: listening, chat }), said };
}

const call = (task: Task) => callOf(task, localCandidate('copy', {}, url));
const plain = createLlamaServer({ fetch, chat });
const ask = (task: Task): Promise<readonly StreamPart[]> => collect(plain.stream(call(task), never));
const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
const usageOf = (parts: readonly StreamPart[]) => parts.find((part) => part.type === 'usage');

const lines = 'export function computeTotal(items) {\n  return items.reduce(addPrice, 0);\n}\n';

describe('A hole asked of the real llama-server', () => {
  it('is filled as the model’s rule says', async () => {
    const [prefix, prompt, suffix] = ['let sum = computeTotal(items);\n', 'log(comp', '\nreturn sum;\n'];
    const predicted = predictInfill({ prefix, prompt, suffix }, 100);
    const [line = ''] = predicted.text.split('\n');
    expect({ isSure: predicted.sure > line.length, line }).toEqual({ isSure: true, line: 'uteTotal(items);' });
    const parts = await ask(holeTask(prefix + prompt, suffix));
    expect(textOf(parts)).toBe(line);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
  });

  it('sees other files, which decide the answer', async () => {
    const file = { role: 'context', stability: 'workspace', name: 'a.ts', text: 'const zebraCrossing = quickSort(list);\n' } as const;
    const { segments } = holeTask('const zeb', '\n');
    expect([
      textOf(await ask(holeTask('const zeb', '\n'))),
      textOf(await ask(holeTask('', '', { segments: [file, ...segments] }))),
    ]).toEqual(['', 'raCrossing = quickSort(list);']);
  });

  it('ends by its length when the room is used', async () => {
    const parts = await ask(holeTask('call(one, two);\ncall(', '', { maxOutputTokens: 5 }));
    expect({ text: textOf(parts), end: parts.at(-1), output: usageOf(parts)?.usage.output }).toEqual({
      text: 'one, ',
      end: { type: 'finish', reason: 'length' },
      output: 5,
    });
  });

  it('is counted as the server counts it', async () => {
    const { provider, said } = listeningAdapter();
    const parts = await collect(provider.stream(call(holeTask(`${lines}const total = comp`, '\n')), never));
    const { timings } = JSON.parse((await Promise.all(said)).join('')) as { timings: Record<string, number> };
    expect(usageOf(parts)).toEqual({
      type: 'usage',
      usage: { ...noUsage, uncachedInput: timings.prompt_n, cacheRead: timings.cache_n, output: timings.predicted_n },
      timings: { promptMs: timings.prompt_ms, outputMs: timings.predicted_ms },
    });
  });

  it('asked again reads its prompt from the slot’s cache', async () => {
    const task = holeTask(`${lines.repeat(3)}const total = comp`, '\n');
    const first = usageOf(await ask(task));
    const second = usageOf(await ask(task));
    const total = (usage: typeof first): number => (usage?.usage.uncachedInput ?? 0) + (usage?.usage.cacheRead ?? 0);
    expect(second?.usage.cacheRead).toBeGreaterThan(200);
    expect(total(second)).toBe(total(first));
  });

  it('after one more key reads the lines above from the cache', async () => {
    const above = lines.repeat(3);
    await ask(holeTask(`${above}const total = co`, '\n'));
    const usage = usageOf(await ask(holeTask(`${above}const total = com`, '\n')))?.usage;
    expect(usage?.cacheRead).toBeGreaterThan(above.length);
  });

  it.runIf(isLlamaServer)('finds in the cache the other files that a warm-up told ahead', async () => {
    const file = {
      role: 'context',
      stability: 'session',
      name: 'warm.ts',
      text: `export const warmed = [${'1234, '.repeat(120)}];\n`,
    } as const;
    const taskOf = (prefix: string): Task => holeTask('', '', { segments: [file, ...holeTask(prefix, '\n').segments] });
    await plain.warm?.({ ...call(taskOf('')), maxOutputTokens: 0, stop: [] }, never);
    const usage = usageOf(await ask(taskOf('const a = war')))?.usage;
    expect(usage?.cacheRead).toBeGreaterThan(file.text.length);
  });

  it.runIf(isLlamaServer)('that wants another answer is the same one each time for the same variant', async () => {
    const variant = (of: number): Promise<readonly StreamPart[]> =>
      collect(plain.stream({ ...call(holeTask('qwe rty ', '', { maxOutputTokens: 12, stop: [] })), variant: of }, never));
    const [first, again, other] = [await variant(1), await variant(1), await variant(2)];
    expect([first.at(-1)?.type, textOf(again) === textOf(first), other.at(-1)?.type]).toEqual(['finish', true, 'finish']);
  });

  it('that is aborted frees the slot at once', async () => {
    const aborting = new AbortController();
    // Repeated bytes are copied without end: only the abort can end this.
    const endless = call(holeTask('abcdefgh'.repeat(25), '', { kind: 'completion.block', stop: ['\n\n'], maxOutputTokens: 4000 }));
    const parts: StreamPart[] = [];
    for await (const part of plain.stream(endless, aborting.signal)) {
      parts.push(part);
      aborting.abort();
    }
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'aborted' });
    if (isLlamaServer) await expect.poll(isProcessing, { timeout: 2000, interval: 20 }).toBe(false);
    const abortedAt = performance.now();
    await ask(holeTask('xyzzy', '', { maxOutputTokens: 1 }));
    expect(performance.now() - abortedAt).toBeLessThan(2000);
  });

  it.runIf(isLlamaServer)('that is aborted before its answer came in one piece frees the slot soon', async () => {
    const aborting = new AbortController();
    const endless = call(holeTask('abcdefgh'.repeat(25), '', { maxOutputTokens: 4000 }));
    const parts = collect(plain.stream(endless, aborting.signal));
    await expect.poll(isProcessing, { timeout: 2000, interval: 5 }).toBe(true);
    aborting.abort();
    expect(await parts).toEqual([{ type: 'finish', reason: 'aborted' }]);
    const abortedAt = performance.now();
    // It looks once a second whether somebody still waits, unless results of others come meanwhile: it is not asked how it is.
    await ask(holeTask('xyzzy', '', { maxOutputTokens: 1 }));
    expect(performance.now() - abortedAt).toBeLessThan(3000);
  });

  it.runIf(isLlamaServer)('says the same in one piece as in a stream, and nothing of the prompt', async () => {
    const { provider, said } = listeningAdapter();
    const task = holeTask('call(one, two);\ncall(', '');
    const whole = await collect(provider.stream(call(task), never));
    const streamed = await collect(provider.stream(call({ ...task, stop: ['\n\n'] }), never));
    expect([textOf(whole), Object.keys(JSON.parse((await said[0]) ?? '') as object).toSorted()]).toEqual([
      textOf(streamed).split('\n')[0],
      ['content', 'stop', 'stop_type', 'timings'],
    ]);
  });
});

describe('The real server', () => {
  it.runIf(isLlamaServer)('is found and known for what it is', async () => {
    const found = await findLocalServers({ fetch, signal: never, addresses: [url] });
    expect(found).toMatchObject([
      { kind: 'llama-server', baseUrl: url, models: [{ id: 'copy', contextTokens: 8192, fillInTheMiddle: { type: 'infill' } }] },
    ]);
  });
});

async function isProcessing(): Promise<boolean> {
  const slots = (await (await fetch(`${url}/slots`)).json()) as readonly { readonly is_processing: boolean }[];
  return slots.some((slot) => slot.is_processing);
}
