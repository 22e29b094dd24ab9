import { describe, expect, it } from 'vitest';
import type { Candidate, Endpoint, Model } from '../../src/core/catalogue/index.ts';
import { chatHole, chatHoleStop } from '../../src/core/hole/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import { createAnthropic } from '../../src/providers/anthropic/anthropic.ts';
import { createAzureOpenAi } from '../../src/providers/azureOpenAi/azureOpenAi.ts';
import { createLlamaServer } from '../../src/providers/llamaServer/llamaServer.ts';
import { createOllama } from '../../src/providers/ollama/ollama.ts';
import { createOpenAi } from '../../src/providers/openai/openai.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../support/collect.ts';
import { holeTask } from '../support/tasks.ts';
import { noPlan, slotPlan } from './plans.ts';

interface Sent {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which adapter, at what kind of endpoint, a model with what peculiarities. */
interface Way extends Partial<Pick<ProviderCall, 'variant' | 'cachePlan'>> {
  readonly endpoint?: Partial<Endpoint>;
  readonly model?: Partial<Model>;
  readonly effort?: string;
}

const { segments } = holeTask('let a = ', ';\n');
const conversation = chatHole(segments, 'completion.line', 'typescript');
const [instructions, file] = conversation.map(({ text }) => text);

/** What the adapter puts on the wire; the other side refuses it, which is of no interest here. */
async function sentBy(make: (ports: { fetch: typeof globalThis.fetch }) => Provider, way: Way = {}): Promise<Sent | undefined> {
  const sent: Sent[] = [];
  const provider = make({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push({ path: new URL(request.url).pathname, body: JSON.parse(await request.text()) as Sent['body'] });
      return new Response('{"error":{"message":"no"}}', { status: 400, headers: { 'content-type': 'application/json' } });
    },
  });
  const { endpoint, model, effort, ...changes } = way;
  const candidate: Candidate = {
    model: { id: 'talker', tier: 'small', canChat: true, fillInTheMiddle: { type: 'chat' }, ...model },
    endpoint: { id: 'e', provider: 'p', adapter: provider.id, baseUrl: 'https://models.example', billing: 'metered', ...endpoint },
    ...(effort !== undefined && { effort }),
  };
  const call: ProviderCall = {
    ...{ candidate, kind: 'completion.line', segments: conversation, maxOutputTokens: 120, stop: chatHoleStop, tools: [] },
    ...{ apiKey: 'key', cachePlan: noPlan, ...changes },
  };
  await collect(provider.stream(call, new AbortController().signal));
  return sent[0];
}

const local = { baseUrl: 'http://127.0.0.1:8080', billing: 'local' } as const;
const createOllamaHere = (ports: { fetch: typeof globalThis.fetch }): Provider => createOllama({ ...ports, newId: () => 'id' });
const createLlamaServerHere = ({ fetch }: { fetch: typeof globalThis.fetch }): Provider =>
  createLlamaServer({ fetch, chat: createOpenAiCompatible({ fetch }) });

describe('A hole in a conversation is asked', () => {
  it('of Anthropic by Messages, its static part as the system prompt', async () => {
    expect(await sentBy(createAnthropic)).toEqual({
      path: '/v1/messages',
      body: {
        model: 'talker',
        system: [{ type: 'text', text: instructions }],
        messages: [{ role: 'user', content: [{ type: 'text', text: file }] }],
        max_tokens: 120,
        stop_sequences: ['</INSERTION>'],
        temperature: 0,
        service_tier: 'standard_only',
        stream: true,
      },
    });
  });

  it('of OpenAI by Responses, which takes no stop strings', async () => {
    expect(await sentBy(createOpenAi)).toMatchObject({
      path: '/v1/responses',
      body: { model: 'talker', max_output_tokens: 120, temperature: 0, store: false },
    });
  });

  it('of OpenAI by Chat Completions', async () => {
    expect(await sentBy(createOpenAi, { model: { quirks: { api: 'chat' } } })).toEqual({
      path: '/v1/chat/completions',
      body: {
        model: 'talker',
        messages: [
          { role: 'developer', content: instructions },
          { role: 'user', content: file },
        ],
        max_completion_tokens: 120,
        stop: ['</INSERTION>'],
        temperature: 0,
        service_tier: 'default',
        stream: true,
        stream_options: { include_usage: true },
      },
    });
  });

  it('of Azure by Chat Completions of its deployment', async () => {
    expect(await sentBy(createAzureOpenAi)).toMatchObject({
      path: '/openai/deployments/talker/chat/completions',
      body: { max_completion_tokens: 120, stop: ['</INSERTION>'], temperature: 0 },
    });
  });

  it('of everybody else by Chat Completions', async () => {
    expect(await sentBy(createOpenAiCompatible)).toEqual({
      path: '/chat/completions',
      body: {
        model: 'talker',
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: file },
        ],
        max_tokens: 120,
        stop: ['</INSERTION>'],
        temperature: 0,
        stream: true,
        stream_options: { include_usage: true },
      },
    });
  });

  it('of Ollama by /api/chat, without thoughts in front', async () => {
    expect(await sentBy(createOllamaHere, { endpoint: local, model: { contextTokens: 8192 } })).toEqual({
      path: '/api/chat',
      body: {
        model: 'talker',
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: file },
        ],
        options: { num_ctx: 8192, num_predict: 120, stop: ['</INSERTION>'], temperature: 0 },
        think: false,
        stream: true,
        keep_alive: '30m',
      },
    });
  });

  it('of llama-server by its chat route, in its slot and without thoughts in front', async () => {
    const way = { endpoint: { ...local, adapter: 'llama-server' }, cachePlan: slotPlan(1) };
    expect(await sentBy(createLlamaServerHere, way)).toMatchObject({
      path: '/v1/chat/completions',
      body: {
        stop: ['</INSERTION>'],
        temperature: 0,
        cache_prompt: true,
        id_slot: 1,
        chat_template_kwargs: { enable_thinking: false },
      },
    });
  });

  it('of vLLM without thoughts in front', async () => {
    expect(await sentBy(createOpenAiCompatible, { endpoint: { ...local, provider: 'vllm' } })).toMatchObject({
      body: { chat_template_kwargs: { enable_thinking: false } },
    });
  });

  it.each<[of: string, make: (ports: { fetch: typeof globalThis.fetch }) => Provider, way: Way]>([
    ['OpenAI by Responses', createOpenAi, { effort: 'minimal', model: { quirks: { reasoning: true } } }],
    ['OpenAI by Chat Completions', createOpenAi, { effort: 'minimal', model: { quirks: { reasoning: true, api: 'chat' } } }],
    ['Anthropic', createAnthropic, { model: { efforts: ['low', 'high'] } }],
    ['Anthropic that thinks', createAnthropic, { model: { quirks: { thinking: 'adaptive' } } }],
    ['others', createOpenAiCompatible, { effort: 'none', model: { quirks: { reasoning: true } } }],
  ])('without a temperature of a reasoning model of %s', async (_of, make, way) => {
    expect(
      Object.keys((await sentBy(make, { ...way, variant: 2 }))?.body ?? {}).filter((key) => /temperature|top_p|seed/.test(key)),
    ).toEqual([]);
  });

  it.each<[of: string, make: (ports: { fetch: typeof globalThis.fetch }) => Provider, way: Way, fields: object]>([
    ['OpenAI', createOpenAi, {}, { temperature: 0.5, top_p: 0.95 }],
    ['Anthropic', createAnthropic, {}, { temperature: 0.5 }],
    ['others', createOpenAiCompatible, {}, { temperature: 0.5, top_p: 0.95 }],
    ['others on this machine', createOpenAiCompatible, { endpoint: local }, { temperature: 0.5, top_p: 0.95, seed: 2 }],
    ['Ollama', createOllamaHere, { endpoint: local }, { options: { temperature: 0.5, top_p: 0.95, seed: 2 } }],
  ])('for another answer of %s more freely', async (_of, make, way, fields) => {
    const body = (await sentBy(make, { ...way, variant: 2 }))?.body ?? {};
    const { options, temperature, top_p, seed } = body as Record<string, unknown>;
    const { num_predict: _most, stop: _stop, ...drawn } = (options ?? {}) as Record<string, unknown>;
    const told = options === undefined ? { temperature, top_p, seed } : { options: drawn };
    expect(JSON.parse(JSON.stringify(told))).toEqual(fields);
  });
});
