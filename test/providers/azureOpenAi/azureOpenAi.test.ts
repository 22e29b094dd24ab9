import { describe, expect, it } from 'vitest';
import type { Endpoint, Quirks } from '../../../src/core/catalogue/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { ProviderError, StreamPart } from '../../../src/core/task/index.ts';
import { createAzureOpenAi } from '../../../src/providers/azureOpenAi/azureOpenAi.ts';
import type { Fault } from '../../emulator/faults.ts';
import { rejection, untilIdle, useEmulator } from '../../emulator/support.ts';
import { collect } from '../../support/collect.ts';
import { marksPlan, noPlan } from '../plans.ts';

const emulator = useEmulator();
const provider = createAzureOpenAi({ fetch });
const never = new AbortController().signal;
const ten = 'one two three four five six seven eight nine ten';
const deployed: Quirks = { deployment: 'emu-deployment' };

function endpointOf(quirks: Quirks = deployed): Endpoint {
  const baseUrl = emulator().baseUrls.azure;
  return { id: 'azure', provider: 'azure.ai.openai', adapter: 'azure-openai', baseUrl, billing: 'metered', needsKey: true, quirks };
}

function callTo(quirks?: Quirks, changes: Partial<ProviderCall> = {}): ProviderCall {
  return {
    candidate: { model: { id: 'emu-oak-4', tier: 'medium', canChat: true }, endpoint: endpointOf(quirks) },
    kind: 'chat',
    segments: [
      { role: 'system', stability: 'static', text: 'Be brief.' },
      { role: 'user', stability: 'turn', text: 'What is a farthing?' },
    ],
    maxOutputTokens: 200,
    stop: [],
    tools: [],
    apiKey: emulator().keys.azure,
    cachePlan: noPlan,
    ...changes,
  };
}

const answerTo = (call: ProviderCall): Promise<readonly StreamPart[]> => collect(provider.stream(call, never));
const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
const usageOf = (parts: readonly StreamPart[]) => parts.findLast((part) => part.type === 'usage');

function errorIn(parts: readonly StreamPart[]): ProviderError {
  const last = parts.at(-1);
  if (last?.type !== 'error') throw new Error(`it did not fail: ${JSON.stringify(last)}`);
  return last.error;
}

/** The answer to a question at which this goes wrong. */
async function faulty(fault: Fault): Promise<readonly StreamPart[]> {
  emulator().answer('*', ten);
  emulator().fault('*', fault);
  return answerTo(callTo());
}

describe('Azure OpenAI', () => {
  it('is asked at its deployment’s path, with the version and its own header, and no tier', async () => {
    emulator().answer('*', 'A quarter penny.');
    const parts = await answerTo(callTo());
    const { path, query, headers, body } = emulator().requests()[0] ?? {};
    expect({ path, query, key: headers?.['api-key'], authorization: headers?.authorization }).toEqual({
      path: '/openai/deployments/emu-deployment/chat/completions',
      query: '?api-version=2024-10-21',
      key: emulator().keys.azure,
      authorization: undefined,
    });
    expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([]);
    expect(body).toEqual({
      model: 'emu-oak-4',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is a farthing?' },
      ],
      max_completion_tokens: 200,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect([textOf(parts), parts.at(-1)]).toEqual(['A quarter penny.', { type: 'finish', reason: 'stop' }]);
    expect(usageOf(parts)).toMatchObject({ usage: emulator().invoice()[0]?.buckets, billing: { serviceTier: 'default' } });
  });

  it('is asked for the version and the deployment that its row names, else for the model’s id', async () => {
    await answerTo(callTo({ apiVersion: '2025-04-01-preview', deployment: 'my deployment/1' }));
    await answerTo(callTo({}));
    expect(
      emulator()
        .requests()
        .map(({ path, query }) => path + query),
    ).toEqual([
      '/openai/deployments/my%20deployment%2F1/chat/completions?api-version=2025-04-01-preview',
      '/openai/deployments/emu-oak-4/chat/completions?api-version=2024-10-21',
    ]);
  });

  it('is asked by Responses where its row says so', async () => {
    emulator().answer('*', { text: 'Yes.', toolCalls: [{ name: 'read', id: 'call_1', arguments: { path: 'a.ts' } }] });
    const parts = await answerTo(callTo({ api: 'responses' }));
    expect(emulator().requests()[0]).toMatchObject({ path: '/openai/v1/responses', body: { store: false, max_output_tokens: 200 } });
    expect(parts.filter((part) => part.type === 'tool-call-end').map(({ call }) => call)).toEqual([
      { id: 'call_1', name: 'read', argumentsText: '{"path":"a.ts"}' },
    ]);
    expect(usageOf(parts)?.usage).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('takes marks, keys, the effort and the tier as OpenAI does, where its row says so', async () => {
    const caching = { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true } as const;
    const call = callTo({ api: 'responses' }, { cachePlan: marksPlan([0], { key: 'session-1' }) });
    const model = { ...call.candidate.model, id: 'emu-oak-6', caching };
    await answerTo({ ...call, candidate: { ...call.candidate, model, effort: 'low', serviceTier: 'priority' } });
    expect(emulator().requests()[0]?.body).toMatchObject({
      input: [{ content: [{ text: 'Be brief.', prompt_cache_breakpoint: { mode: 'explicit' } }] }, { content: 'What is a farthing?' }],
      prompt_cache_key: 'session-1',
      prompt_cache_options: { mode: 'explicit', ttl: '30m' },
      reasoning: { effort: 'low' },
      service_tier: 'priority',
    });
    expect(emulator().invoice()).toMatchObject([{ tier: 'priority', why: 'finished' }]);
  });

  it('counts nothing in advance', () => {
    expect(provider.countInput).toBeUndefined();
  });

  it('fills no holes', async () => {
    expect(errorIn(await answerTo(callTo(deployed, { kind: 'completion.line' }))).reason).toBe('unsupported');
    expect(emulator().requests()).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [404, 'not-found'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [503, 'overloaded'],
  ] as const)('that refuses with %i is %s', async (status, reason) => {
    expect(errorIn(await faulty({ kind: 'status', status, message: 'no' }))).toMatchObject({
      reason,
      status,
      message: `azure.ai.openai: HTTP ${status} no`,
    });
    expect(emulator().invoice()).toEqual([]);
  });

  it('without that deployment says so', async () => {
    expect(errorIn(await answerTo(callTo({ deployment: 'none' })))).toMatchObject({ reason: 'not-found', status: 404 });
  });

  it.each([
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'cut', afterEvents: 5 }, 'unreachable'],
    [{ kind: 'end-early', afterEvents: 5 }, 'bad-response'],
    [{ kind: 'garbage', afterEvents: 5 }, 'bad-response'],
    [{ kind: 'error-event', afterTokens: 3, withUsage: false, status: 503 }, 'overloaded'],
  ] as const)('whose stream breaks by %j is %s', async (fault, reason) => {
    expect(errorIn(await faulty(fault)).reason).toBe(reason);
  });

  it.each([
    [{ kind: 'missing-usage' }, {}],
    [{ kind: 'impossible-usage', which: 'negative' }, { usageDoubt: 'output is -7' }],
  ] as const)('whose usage is spoilt by %j has none, and says why', async (fault, doubt) => {
    const parts = await faulty(fault);
    expect([textOf(parts), usageOf(parts), parts.at(-1)]).toEqual([ten, undefined, { type: 'finish', reason: 'stop', ...doubt }]);
  });

  it('stopped in the middle loses its connection', async () => {
    emulator().answer('*', ten);
    emulator().fault('*', { kind: 'hang', afterTokens: 3 });
    const aborting = new AbortController();
    const parts: StreamPart[] = [];
    for await (const part of provider.stream(callTo(), aborting.signal)) {
      parts.push(part);
      if (textOf(parts) === 'one two three') aborting.abort();
    }
    await untilIdle(emulator());
    expect([textOf(parts), parts.at(-1)]).toEqual(['one two three', { type: 'finish', reason: 'aborted' }]);
  });

  it('has its key checked by a question that costs nothing', async () => {
    await provider.check?.(endpointOf(), emulator().keys.azure, never);
    expect(await rejection(provider.check?.(endpointOf(), 'no-key-of-theirs', never) ?? Promise.resolve())).toMatchObject({
      reason: 'unauthorized',
      message: 'azure.ai.openai: HTTP 401 Access denied due to invalid subscription key or wrong API endpoint.',
    });
    expect(await rejection(provider.check?.(endpointOf(), undefined, never) ?? Promise.resolve())).toMatchObject({
      reason: 'unauthorized',
      message: 'azure.ai.openai: no key is set',
    });
    expect(
      emulator()
        .requests()
        .map(({ path }) => path),
    ).toEqual(['/openai/v1/models', '/openai/v1/models']);
  });
});
