import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { textOfTokens, useEmulator } from '../../emulator/support.ts';
import { answerTo, billOf, callTo, hole, textOf } from './emulatedClouds.ts';

const emulator = useEmulator();
const scripted = { text: 'Hello.', buckets: { uncachedInput: 1000, output: 100 } };
const lastRequest = () => emulator().requests().at(-1);
const invoiced = () => emulator().invoice().at(-1);

describe('OpenRouter', () => {
  it('on credits is charged what the dearer endpoint costs that it routed to, once', async () => {
    emulator().answer('*', scripted);
    const parts = await answerTo(callTo(emulator(), 'openrouter'));
    // 1,000 x 930 + 100 x 3,410; the price list says 710 and 2,870
    expect(billOf(parts)).toEqual({ usage: { ...noUsage, uncachedInput: 1000, output: 100 }, chargedNanoUsd: 1_271_000 });
    expect(billOf(parts)).toEqual({ usage: invoiced()?.buckets, chargedNanoUsd: invoiced()?.amountNanoUsd });
  });

  it('on a key of one’s own is charged its fee and the upstream’s bill', async () => {
    emulator().answer('*', scripted);
    const parts = await answerTo(callTo(emulator(), 'openrouterByok'));
    // 1,271,000 + 5 % of it
    expect(billOf(parts).chargedNanoUsd).toBe(1_334_550);
    expect(invoiced()).toMatchObject({ amountNanoUsd: 1_334_550, gatewayNanoUsd: 63_550, upstreamNanoUsd: 1_271_000 });
  });

  it('is charged the fee of each request with the rest', async () => {
    emulator().answer('*', scripted);
    const parts = await answerTo(callTo(emulator(), 'openrouter', { model: { id: 'emu/routed-fir' } }));
    // 1,000 x 1,370 + 100 x 5,510 + 370,000
    expect(billOf(parts).chargedNanoUsd).toBe(2_291_000);
  });

  it('is asked what it charged, and told nothing of this machine', async () => {
    emulator().answer('*', scripted);
    await answerTo(callTo(emulator(), 'openrouter'));
    expect(lastRequest()?.body).toEqual({
      model: 'emu/routed-larch',
      messages: [{ role: 'user', content: 'What is a farthing?' }],
      max_tokens: 200,
      stream: true,
      stream_options: { include_usage: true },
      usage: { include: true },
    });
    expect(Object.keys(lastRequest()?.headers ?? {}).toSorted()).toEqual([
      ...['accept', 'accept-encoding', 'accept-language', 'authorization', 'connection', 'content-length', 'content-type'],
      ...['host', 'sec-fetch-mode', 'user-agent'],
    ]);
    expect(lastRequest()?.headers).toMatchObject({ 'user-agent': 'node', authorization: `Bearer ${emulator().keys.openrouter}` });
  });

  it('equals the invoice, whatever is fresh, cached, thought and said', async () => {
    const count = fc.integer({ min: 0, max: 2_000_000 });
    await fc.assert(
      fc.asyncProperty(count, count, count, fc.constantFrom('openrouter', 'openrouterByok'), async (fresh, cacheRead, output, cloud) => {
        const rule = emulator().answer('*', { text: 'x', buckets: { uncachedInput: fresh, cacheRead, output } });
        const bill = billOf(await answerTo(callTo(emulator(), cloud)));
        rule.remove();
        expect(bill).toEqual({ usage: invoiced()?.buckets, chargedNanoUsd: invoiced()?.amountNanoUsd });
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });
});

describe('A conversation', () => {
  it('has thoughts, text, calls, usage and its end, in this order', async () => {
    const toolCalls = [
      { id: 'call_1', name: 'read', arguments: { path: 'a' } },
      { id: 'call_2', name: 'list', arguments: {} },
    ];
    emulator().answer('*', { reasoning: 'Hm.', text: 'See.', toolCalls, reasoningTokens: 2, buckets: { uncachedInput: 50, output: 20 } });
    for (const cloud of ['openrouter', 'deepseek', 'compatible'] as const) {
      const parts = await answerTo(callTo(emulator(), cloud));
      expect(parts.filter((part) => !part.type.startsWith('reasoning') && part.type !== 'tool-call-delta')).toEqual([
        { type: 'text-delta', text: 'See' },
        { type: 'text-delta', text: '.' },
        { type: 'tool-call-start', id: 'call_1', name: 'read' },
        { type: 'tool-call-start', id: 'call_2', name: 'list' },
        {
          type: 'usage',
          usage: { ...noUsage, uncachedInput: 50, output: 20 },
          reasoningTokens: 2,
          ...(cloud === 'openrouter' && { billing: { chargedNanoUsd: invoiced()?.amountNanoUsd, generationId: invoiced()?.id } }),
        },
        { type: 'tool-call-end', call: { id: 'call_1', name: 'read', argumentsText: '{"path":"a"}' } },
        { type: 'tool-call-end', call: { id: 'call_2', name: 'list', argumentsText: '{}' } },
        { type: 'finish', reason: 'tool-calls' },
      ]);
      expect(parts.map((part) => (part.type === 'reasoning-delta' ? part.text : '')).join('')).toBe('Hm.');
    }
  });

  it('carries tools, their calls and answers, and pictures', async () => {
    await answerTo(
      callTo(emulator(), 'compatible', {
        endpoint: { quirks: { maxTokensField: 'max_completion_tokens' } },
        tools: [{ name: 'read', description: 'Reads a file', inputSchema: { type: 'object' } }],
        stop: ['END'],
        segments: [
          { role: 'system', stability: 'static', text: 'Be brief.' },
          { role: 'user', stability: 'turn', text: 'What is this?', images: [{ mediaType: 'image/png', base64: 'aGk=' }] },
          { role: 'assistant', stability: 'turn', text: '', toolCalls: [{ id: 'call_1', name: 'read', argumentsText: '{"path":"a"}' }] },
          { role: 'tool', stability: 'turn', text: 'contents', toolCallId: 'call_1' },
        ],
      }),
    );
    expect(lastRequest()?.body).toEqual({
      model: 'emu-hazel-fim',
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'contents' },
      ],
      tools: [{ type: 'function', function: { name: 'read', description: 'Reads a file', parameters: { type: 'object' } } }],
      max_completion_tokens: 200,
      stop: ['END'],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('with DeepSeek tells what was found in its cache', async () => {
    const segments = [{ role: 'user' as const, stability: 'turn' as const, text: textOfTokens(500) }];
    const [first, second] = [
      await answerTo(callTo(emulator(), 'deepseek', { segments })),
      await answerTo(callTo(emulator(), 'deepseek', { segments })),
    ];
    expect([billOf(first).usage?.cacheRead, billOf(second).usage?.cacheRead]).toEqual([0, 512]);
    expect([billOf(first).usage, billOf(second).usage]).toEqual(
      emulator()
        .invoice()
        .map(({ buckets }) => buckets),
    );
  });
});

describe('A hole is filled', () => {
  it.each([
    ['deepseek', '/beta/completions', { stream_options: { include_usage: true } }],
    ['mistral', '/v1/fim/completions', {}],
    ['compatible', '/v1/completions', { stream_options: { include_usage: true } }],
  ] as const)('by %s at %s, and its tokens are those of the invoice', async (cloud, path, more) => {
    emulator().answer('*', 'a + b;\nnever seen');
    const parts = await answerTo(callTo(emulator(), cloud, hole()));
    expect([textOf(parts), parts.at(-1)]).toEqual(['a + b;', { type: 'finish', reason: 'stop' }]);
    expect(billOf(parts)).toEqual({ usage: invoiced()?.buckets });
    expect(lastRequest()).toMatchObject({ path, headers: { authorization: `Bearer ${emulator().keys[cloud]}` } });
    expect(lastRequest()?.body).toEqual({
      model: invoiced()?.model,
      prompt: 'const total = ',
      suffix: ';\nreturn total;',
      max_tokens: 200,
      temperature: 0,
      stop: ['\n'],
      stream: true,
      ...more,
    });
  });

  it('up to its limit', async () => {
    emulator().answer('*', 'one two three four five six seven eight nine ten');
    const parts = await answerTo(callTo(emulator(), 'mistral', { ...hole(), maxOutputTokens: 5 }));
    expect([textOf(parts), parts.at(-1)]).toEqual(['one two three four', { type: 'finish', reason: 'length' }]);
  });

  it('by DeepSeek with the same file again from its cache', async () => {
    const call = callTo(emulator(), 'deepseek', hole(textOfTokens(500)));
    await answerTo(call);
    expect(billOf(await answerTo(call)).usage).toEqual(invoiced()?.buckets);
    expect(invoiced()?.buckets.cacheRead).toBeGreaterThan(0);
  });
});
