import { AzureOpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { collect, openaiOf, rejection, useEmulator, user } from './support.ts';

const emulator = useEmulator();
const scripted = { text: 'Hello.', buckets: { uncachedInput: 1000, cacheRead: 2000, output: 100 } };

describe('Chat Completions, by the real SDK', () => {
  it('answers whole; cached tokens are inside prompt_tokens', async () => {
    emulator().answer('emu-oak-4', scripted);
    const answer = await openaiOf(emulator()).chat.completions.create({ model: 'emu-oak-4', messages: [user('Hi')] });
    expect(answer).toMatchObject({
      choices: [{ message: { content: 'Hello.' }, finish_reason: 'stop' }],
      service_tier: 'default',
      usage: { prompt_tokens: 3000, completion_tokens: 100, total_tokens: 3100, prompt_tokens_details: { cached_tokens: 2000 } },
    });
    // 1,000 x 2,310 + 2,000 x 577.5 + 100 x 9,430 = 2,310,000 + 1,155,000 + 943,000
    expect(emulator().invoice()).toMatchObject([{ id: answer.id, amountNanoUsd: 4_408_000 }]);
  });

  it('streams text and tool calls, and usage in a chunk without choices, only when asked', async () => {
    emulator().answer('*', {
      text: 'Let me see.',
      toolCalls: [
        { name: 'read', arguments: { path: 'a' } },
        { name: 'list', arguments: {} },
      ],
    });
    const { completions } = openaiOf(emulator()).chat;
    const request = { model: 'emu-oak-4', messages: [user('Hi')], stream: true as const };
    const chunks = await collect(await completions.create({ ...request, stream_options: { include_usage: true } }));
    const calls = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    const argumentsOf = (index: number) => calls.flatMap((call) => (call.index === index ? (call.function?.arguments ?? '') : [])).join('');
    expect([argumentsOf(0), argumentsOf(1)]).toEqual(['{"path":"a"}', '{}']);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: emulator().invoice()[0]?.buckets.output } });
    const without = await collect(await completions.create(request));
    expect(without.every((chunk) => !chunk.usage)).toBe(true);
  });

  it('only counts its thoughts, and bills rejected predictions', async () => {
    emulator().answer('*', { reasoning: 'a long thought', text: 'x', rejectedPredictionTokens: 50 });
    const answer = await openaiOf(emulator()).chat.completions.create({ model: 'emu-oak-4', messages: [user('Hi')] });
    // Three thought tokens and one of text make 4 x 1.013 = 4.05 -> 5, and 50 rejected ones; of the thoughts 3 x 1.013 -> 4.
    expect(answer.usage).toMatchObject({
      completion_tokens: 55,
      completion_tokens_details: { reasoning_tokens: 4, rejected_prediction_tokens: 50 },
    });
    expect(JSON.stringify(answer.choices)).not.toContain('thought');
  });

  it('bills the tier that the answer names', async () => {
    emulator().answer('*', scripted);
    const { completions } = openaiOf(emulator()).chat;
    const answer = await completions.create({ model: 'emu-oak-4', service_tier: 'flex', messages: [user('Hi')] });
    expect(answer.service_tier).toBe('flex');
    expect(emulator().totalNanoUsd()).toBe(2_204_000);
    const unsold = completions.create({ model: 'emu-elm-4', service_tier: 'flex', messages: [user('Hi')] });
    expect(await rejection(unsold)).toMatchObject({ status: 400, code: 'invalid_service_tier' });
  });

  it('counts an image by its size', async () => {
    const png = Buffer.alloc(24);
    png.write('\u0089PNG', 'latin1');
    png.writeUInt32BE(750, 16);
    png.writeUInt32BE(400, 20);
    const url = `data:image/png;base64,${png.toString('base64')}`;
    const content = [
      { type: 'text' as const, text: 'What is it?' },
      { type: 'image_url' as const, image_url: { url } },
    ];
    const answer = await openaiOf(emulator()).chat.completions.create({ model: 'emu-oak-4', messages: [{ role: 'user', content }] });
    const textOnly = [
      { type: 'text' as const, text: 'What is it?' },
      { type: 'text' as const, text: '[image]' },
    ];
    const plain = await openaiOf(emulator()).chat.completions.create({
      model: 'emu-oak-4',
      messages: [{ role: 'user', content: textOnly }],
    });
    // 750 x 400 / 750
    expect((answer.usage?.prompt_tokens ?? 0) - (plain.usage?.prompt_tokens ?? 0)).toBe(400);
  });

  it("shows DeepSeek's thoughts, and its usage beside the finish reason", async () => {
    emulator().answer('*', { reasoning: 'Hm.', text: 'Yes.' });
    const request = { model: 'emu-ginkgo-1', messages: [user('Hi')], stream: true as const, stream_options: { include_usage: true } };
    const chunks = await collect(await openaiOf(emulator(), 'deepseek').chat.completions.create(request));
    expect(
      chunks.map((chunk) => (chunk.choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? '').join(''),
    ).toBe('Hm.');
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: { prompt_cache_hit_tokens: 0 } });
  });

  it('names what it refuses: key, model, length', async () => {
    const ask = (key: 'openai' | 'deepseek', model: string, text: string) =>
      rejection(openaiOf(emulator(), key).chat.completions.create({ model, messages: [user(text)] }));
    const stranger = openaiOf(emulator());
    stranger.apiKey = 'sk-nobody';
    expect(await rejection(stranger.models.list())).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect(await ask('openai', 'gpt-none', 'Hi')).toMatchObject({ status: 404, code: 'model_not_found' });
    expect(await ask('deepseek', 'emu-oak-4', 'Hi')).toMatchObject({ status: 404 });
    expect(await ask('openai', 'emu-sapling-4', ' a'.repeat(64_000))).toMatchObject({ status: 400, code: 'context_length_exceeded' });
  });

  it('lists the models that the key can buy', async () => {
    const list = await collect(openaiOf(emulator(), 'deepseek').models.list());
    expect(list.map(({ id }) => id)).toEqual(['emu-ginkgo-1']);
  });
});

describe('Responses, by the real SDK', () => {
  it('streams thoughts, text and a tool call, and ends with what was billed', async () => {
    emulator().answer('*', { reasoning: 'Hm.', text: 'Let me see.', toolCalls: [{ name: 'read', arguments: { path: 'a' } }] });
    const stream = openaiOf(emulator()).responses.stream({
      model: 'emu-oak-6',
      input: 'Hi',
      reasoning: { effort: 'low', summary: 'auto' },
    });
    const events = await collect(stream);
    const response = await stream.finalResponse();
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Hm.' }] },
      { type: 'message', content: [{ text: 'Let me see.' }] },
      { type: 'function_call', name: 'read', arguments: '{"path":"a"}' },
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const [line] = emulator().invoice();
    expect(response.usage).toMatchObject({
      output_tokens: line?.buckets.output,
      output_tokens_details: { reasoning_tokens: line?.reasoningTokens },
    });
  });

  it('answers whole, cut at the limit', async () => {
    emulator().answer('*', 'one two three four five');
    const response = await openaiOf(emulator()).responses.create({ model: 'emu-oak-6', input: 'Count', max_output_tokens: 4 });
    // 3 x 1.029 = 3.09 -> 4
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output_text: 'one two three',
      usage: { output_tokens: 4 },
    });
  });

  it('counts input tokens free, as it would bill them', async () => {
    const { responses } = openaiOf(emulator());
    const prompt = { model: 'emu-oak-6', input: 'What is a farthing?', instructions: 'Be brief.' };
    const { input_tokens: counted } = await responses.inputTokens.count(prompt);
    expect(emulator().invoice()).toEqual([]);
    expect((await responses.create(prompt)).usage?.input_tokens).toBe(counted);
  });
});

describe("Azure's deployments, by the real SDK", () => {
  const azure = (deployment: string, apiKey = emulator().keys.azure) =>
    new AzureOpenAI({ apiKey, endpoint: emulator().baseUrls.azure, apiVersion: '2026-01-01', deployment, maxRetries: 0 });

  it('answer for the model behind the name, and judge the prompt in a first chunk without choices', async () => {
    const request = { model: 'emu-deployment', messages: [user('Hi')], stream: true as const, stream_options: { include_usage: true } };
    const chunks = await collect(await azure('emu-deployment').chat.completions.create(request));
    expect(chunks[0]?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(emulator().invoice()).toMatchObject([{ model: 'emu-oak-4', dialect: 'azure', account: 'azure' }]);
  });

  it('refuse a wrong key and an unknown deployment', async () => {
    const ask = (client: AzureOpenAI) => rejection(client.chat.completions.create({ model: 'any', messages: [user('Hi')] }));
    expect(await ask(azure('emu-deployment', 'nobody'))).toMatchObject({ status: 401, code: '401' });
    expect(await ask(azure('none'))).toMatchObject({ status: 404, code: 'DeploymentNotFound' });
  });
});
