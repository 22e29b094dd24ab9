import { describe, expect, it } from 'vitest';
import { anthropicOf, collect, rejection, useEmulator, user } from './support.ts';

const emulator = useEmulator();

describe('Messages, by the real SDK', () => {
  it('answers whole, and the invoice has one line with the same counts', async () => {
    emulator().answer('emu-maple-1', {
      text: 'Hello.',
      buckets: { uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 },
    });
    const message = await anthropicOf(emulator()).messages.create({ model: 'emu-maple-1', max_tokens: 8000, messages: [user('Hi')] });
    expect(message).toMatchObject({
      content: [{ type: 'text', text: 'Hello.' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 2000,
        cache_creation_input_tokens: 1000,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 },
        cache_read_input_tokens: 30_000,
        output_tokens: 4000,
        service_tier: 'standard',
      },
    });
    // 2,000 x 3,170 + 1,000 x 3,962.5 + 30,000 x 317 + 4,000 x 15,830
    expect(emulator().invoice()).toMatchObject([
      { id: message.id, model: 'emu-maple-1', billed: true, why: 'finished', amountNanoUsd: 83_132_500 },
    ]);
    expect(emulator().totalNanoUsd()).toBe(83_132_500);
  });

  it('streams thoughts, text and a tool call; the final output stands in message_delta only', async () => {
    emulator().answer('*', {
      reasoning: 'I should look.',
      text: 'Let me see.',
      toolCalls: [{ name: 'read', arguments: { path: 'a.ts' } }],
    });
    const stream = anthropicOf(emulator()).messages.stream({
      model: 'emu-maple-1',
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      messages: [user('Read a.ts')],
    });
    const events = await collect(stream);
    const message = await stream.finalMessage();
    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: 'I should look.' },
      { type: 'text', text: 'Let me see.' },
      { type: 'tool_use', name: 'read', input: { path: 'a.ts' } },
    ]);
    expect(message.stop_reason).toBe('tool_use');
    const [line] = emulator().invoice();
    const start = events.find((event) => event.type === 'message_start');
    expect(start).toMatchObject({ message: { usage: { output_tokens: 1 } } });
    expect(message.usage.output_tokens).toBe(line?.buckets.output);
    expect(message.usage.output_tokens).toBeGreaterThan(10);
    expect(line?.reasoningTokens).toBeGreaterThan(0);
  });

  it('streams no `{}` for a call without arguments', async () => {
    emulator().answer('*', { toolCalls: [{ name: 'refresh' }] });
    const stream = anthropicOf(emulator()).messages.stream({ model: 'emu-maple-1', max_tokens: 100, messages: [user('Go')] });
    const deltas = (await collect(stream)).flatMap((event) => (event.type === 'content_block_delta' ? [event.delta] : []));
    expect(deltas.every((delta) => delta.type === 'input_json_delta' && delta.partial_json === '')).toBe(true);
    expect((await stream.finalMessage()).content).toMatchObject([{ type: 'tool_use', name: 'refresh', input: {} }]);
  });

  it('stops at a stop sequence and at max_tokens', async () => {
    emulator().answer('*', 'one two three four five six seven eight nine ten');
    const { messages } = anthropicOf(emulator());
    const stopped = await messages.create({ model: 'emu-maple-1', max_tokens: 100, stop_sequences: [' four'], messages: [user('Count')] });
    expect(stopped).toMatchObject({ content: [{ text: 'one two three' }], stop_reason: 'stop_sequence', stop_sequence: ' four' });
    const cut = await messages.create({ model: 'emu-maple-1', max_tokens: 4, messages: [user('Count')] });
    // 3 tokens x 1.187 = 3.561, rounded up 4; a fourth would make it 5.
    expect(cut).toMatchObject({ content: [{ text: 'one two three' }], stop_reason: 'max_tokens', usage: { output_tokens: 4 } });
  });

  it('counts tokens free, as it would bill them', async () => {
    const { messages } = anthropicOf(emulator());
    const prompt = { model: 'emu-birch-1', system: 'Be brief.', messages: [user('What is a farthing?')] };
    const counted = await messages.countTokens(prompt);
    expect(emulator().invoice()).toEqual([]);
    const message = await messages.create({ ...prompt, max_tokens: 50 });
    expect(message.usage.input_tokens).toBe(counted.input_tokens);
  });

  it('charges the region and the speed', async () => {
    emulator().answer('*', { text: 'x', buckets: { uncachedInput: 1000, output: 100 } });
    const { messages } = anthropicOf(emulator());
    const inUs = await messages.create({ model: 'emu-maple-1', max_tokens: 100, inference_geo: 'us', messages: [user('Hi')] });
    expect(inUs.usage.inference_geo).toBe('us');
    await messages.create({ model: 'emu-sequoia-1', max_tokens: 100, messages: [user('Hi')], ...{ speed: 'fast' } });
    // (3,170,000 + 1,583,000) x 1.1; (7,130,000 + 3,571,000) x 6
    expect(
      emulator()
        .invoice()
        .map((line) => line.amountNanoUsd),
    ).toEqual([5_228_300, 64_206_000]);
  });

  it('runs a batch when its time has come, at half the price', async () => {
    emulator().answer('*', { text: 'x', buckets: { uncachedInput: 1000, output: 100 } });
    const { batches } = anthropicOf(emulator()).messages;
    const params = { model: 'emu-maple-1', max_tokens: 100, messages: [user('Hi')] };
    const batch = await batches.create({
      requests: [
        { custom_id: 'a', params },
        { custom_id: 'b', params: { ...params, model: 'none' } },
      ],
    });
    expect(await batches.retrieve(batch.id)).toMatchObject({ processing_status: 'in_progress', request_counts: { processing: 2 } });
    expect(emulator().invoice()).toEqual([]);
    emulator().clock.advance(60_000);
    expect(await batches.retrieve(batch.id)).toMatchObject({ processing_status: 'ended', request_counts: { succeeded: 1, errored: 1 } });
    const results = await collect(await batches.results(batch.id));
    expect(results).toMatchObject([
      { custom_id: 'a', result: { type: 'succeeded', message: { usage: { service_tier: 'batch' } } } },
      { custom_id: 'b', result: { type: 'errored', error: { error: { type: 'not_found_error' } } } },
    ]);
    expect(emulator().invoice()).toMatchObject([{ tier: 'batch', amountNanoUsd: 2_376_500 }]);
  });

  it('refuses in its own shape: key, version, model, max_tokens, prompt length', async () => {
    const wrongKey = anthropicOf(emulator(), 'openai').messages.create({ model: 'emu-maple-1', max_tokens: 10, messages: [user('Hi')] });
    expect(await rejection(wrongKey)).toMatchObject({ status: 401, error: { type: 'error', error: { type: 'authentication_error' } } });
    const { messages } = anthropicOf(emulator());
    const create = (model: string, maxTokens: number, text: string) =>
      rejection(messages.create({ model, max_tokens: maxTokens, messages: [user(text)] }));
    expect(await create('claude-none', 10, 'Hi')).toMatchObject({ status: 404 });
    expect(await create('emu-birch-1', 16_001, 'Hi')).toMatchObject({ status: 400 });
    expect(await create('emu-birch-1', 10, ' a'.repeat(100_000))).toMatchObject({
      status: 400,
      message: expect.stringContaining('prompt is too long'),
    });
    expect(emulator().invoice()).toEqual([]);
  });
});
