import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Provider, ProviderCall } from '../../../src/core/provider.ts';
import type { ProviderError } from '../../../src/core/task/index.ts';
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.ts';
import { createLlamaServer } from '../../../src/providers/llamaServer/llamaServer.ts';
import { createOllama } from '../../../src/providers/ollama/ollama.ts';
import { createOpenAi } from '../../../src/providers/openai/openai.ts';
import { createOpenAiCompatible } from '../../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../../support/collect.ts';
import { callOf, chatTask, holeTask, localCandidate } from '../../support/tasks.ts';

const secretSource = 'const launchCode = 4711;';
const page = `<!DOCTYPE html><html><head><style>b { color: red }</style></head><body><b>Bad gateway</b>${'x'.repeat(50_000)}</body></html>`;
const pydantic = [{ type: 'missing', loc: ['body', 'model'], msg: 'Field required', input: { messages: [{ content: secretSource }] } }];
const long = 'no '.repeat(1000);

type Fetch = typeof globalThis.fetch;
const chatCall = callOf(chatTask(), localCandidate('m', {}));
const adapters: readonly (readonly [string, (fetch: Fetch) => Provider, ProviderCall])[] = [
  ['anthropic', (fetch) => createAnthropic({ fetch }), chatCall],
  ['openai', (fetch) => createOpenAi({ fetch }), chatCall],
  ['openai-compatible', (fetch) => createOpenAiCompatible({ fetch }), chatCall],
  ['ollama', (fetch) => createOllama({ fetch, newId: () => 'id' }), chatCall],
  [
    'llama-server',
    (fetch) => createLlamaServer({ fetch, chat: createOpenAiCompatible({ fetch }) }),
    callOf(holeTask('a', 'b'), localCandidate('m', { fillInTheMiddle: { type: 'suffix' } })),
  ],
];

async function failure(provider: Provider, call: ProviderCall): Promise<ProviderError> {
  const last = (await collect(provider.stream(call, new AbortController().signal))).at(-1);
  if (last?.type !== 'error') throw new Error(`it did not fail: ${JSON.stringify(last)}`);
  return last.error;
}

describe.each(adapters)('The error of %s', (_id, create, call) => {
  const answering = (status: number, body: string, type = 'application/json') =>
    failure(
      create(async () => new Response(body, { status, headers: { 'content-type': type } })),
      call,
    );

  it('tells of a page of a proxy the status alone', async () => {
    const error = await answering(502, page, 'text/html');
    expect(error.message).toMatch(/^([\w.]+: )?HTTP 502$/);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/xxx|gateway/);
  });

  it('repeats nothing of a request that a validation repeats', async () => {
    const bodies = [
      { detail: pydantic },
      { error: { detail: pydantic } },
      { error: { message: pydantic } },
      { error: { message: `1 validation error: ${JSON.stringify(pydantic)}` } },
      { error: { message: `[{'type': 'missing', 'msg': 'Field required', 'input': {'content': '${secretSource}'}}]` } },
    ];
    for (const body of bodies) {
      const error = await answering(422, JSON.stringify(body));
      expect(error).toMatchObject({ reason: 'invalid-request', status: 422 });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('launchCode');
    }
  });

  it('keeps a long sentence short, and one with markup readable', async () => {
    const { message } = await answering(400, JSON.stringify({ error: { message: long } }));
    expect([message.length < 330, message.includes('no no no'), message.endsWith('…')]).toEqual([true, true, true]);
    const marked = JSON.stringify({ error: { message: '<p>max_tokens must be <b>&lt; 10</b>, was 1 <= 20</p>\n' } });
    expect((await answering(400, marked)).message).toMatch(/HTTP 400:? max_tokens must be &lt; 10 , was 1 <= 20$/);
  });
});

describe('An error event in a stream', () => {
  const inStream = (create: (fetch: Fetch) => Provider, body: string) =>
    failure(
      create(async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })),
      chatCall,
    );
  const event = (data: object) => `event: error\ndata: ${JSON.stringify({ type: 'error', ...data })}\n\n`;

  it('is kept short too, and without words says so', async () => {
    for (const [id, create] of adapters.slice(0, 3)) {
      const { message } = await inStream(create, event({ error: { type: 'api_error', message: long } }));
      expect([id, message.length < 330, message.endsWith('…')]).toEqual([id, true, true]);
      const wordless = await inStream(create, event({ error: { type: 'api_error', detail: secretSource } }));
      expect([id, wordless.message.replace(/^.*: /, '')]).toEqual([id, 'the answer failed without a word']);
    }
  });
});
