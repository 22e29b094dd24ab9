import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import { createOllama } from '../../../src/providers/ollama/ollama.ts';
import { collect } from '../../support/collect.ts';
import { never, ollamaCall } from './emulatedOllama.ts';

const line = (data: object): string => `${JSON.stringify({ model: 'm', created_at: 'now', ...data })}\n`;
const says = (content: string): string => line({ message: { role: 'assistant', content }, done: false });
const ends = (more: object = {}): string =>
  line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 12, eval_count: 7, ...more });

/** The answer that is read from such bytes, each piece its own packet. */
function read(pieces: readonly Uint8Array[]): Promise<readonly StreamPart[]> {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  let lastId = 0;
  const provider = createOllama({ fetch: async () => new Response(body), newId: () => `made-${++lastId}` });
  return collect(provider.stream(ollamaCall({ baseUrl: 'http://127.0.0.1:11434' }), never));
}
const answerOf = (...lines: readonly string[]): Promise<readonly StreamPart[]> => read([Buffer.from(lines.join(''))]);
const usage = { type: 'usage', usage: { ...noUsage, uncachedInput: 12, output: 7 }, timings: { promptMs: 0, outputMs: 0 } } as const;
const finish = { type: 'finish', reason: 'stop' } as const;

describe('Lines of Ollama', () => {
  it('are read the same wherever the network cuts their bytes, even inside a character', async () => {
    const bytes = Buffer.from(`${says('π = ')}\n${says('漢字')}${says('😀;')}${ends().trim()}`);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const parts = await read(edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge)));
        expect(parts).toEqual([
          { type: 'text-delta', text: 'π = ' },
          { type: 'text-delta', text: '漢字' },
          { type: 'text-delta', text: '😀;' },
          usage,
          finish,
        ]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it('of older versions call without a name of their own, and get one', async () => {
    const message = {
      role: 'assistant',
      content: '',
      tool_calls: [{ function: { name: 'list', arguments: {} } }, { function: { name: 'now' } }],
    };
    const parts = await answerOf(line({ message, done: false }), ends());
    expect(parts.filter((part) => part.type === 'tool-call-end')).toEqual([
      { type: 'tool-call-end', call: { id: 'made-1', name: 'list', argumentsText: '{}' } },
      { type: 'tool-call-end', call: { id: 'made-2', name: 'now', argumentsText: '{}' } },
    ]);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls' });
  });

  it.each([
    ['no output', { eval_count: undefined }, [{ ...usage, usage: { ...noUsage, uncachedInput: 12 } }, finish]],
    ['no prompt, as older versions when all of it was cached', { prompt_eval_count: undefined }, [finish]],
    ['no times', { prompt_eval_duration: -1, eval_duration: 'long' }, [usage, finish]],
    ['half a token', { eval_count: 1.5 }, [{ ...finish, usageDoubt: 'output is 1.5' }]],
    ['words for a prompt', { prompt_eval_count: 'many' }, [{ ...finish, usageDoubt: 'uncachedInput is no number' }]],
  ])('that tell of %s', async (_what, more, parts) => {
    expect(await answerOf(ends(more))).toEqual(parts);
  });

  it.each([
    ['are no JSON', 'hello\n', 'bad-response', true],
    ['are something else', '{"hello":"world"}\n', 'bad-response', true],
    ['are a number', '7\n', 'bad-response', true],
    ['tell of a failure at once', '{"error":"llama runner process has terminated"}\n', 'server-error', false],
    ['tell of a failure behind some text', `${says('A')}{"error":"llama runner process has terminated"}\n`, 'server-error', true],
    ['have no end', says('A'), 'bad-response', true],
    ['are none', '', 'bad-response', true],
  ])('that %s are an error', async (_what, said, reason, answerBegan) => {
    expect((await answerOf(said)).at(-1)).toMatchObject({ type: 'error', error: { reason, answerBegan } });
  });
});
