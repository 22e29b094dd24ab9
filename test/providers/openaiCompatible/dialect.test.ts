import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import type { Endpoint } from '../../../src/core/catalogue/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { chatMessagesOf } from '../../../src/providers/http/chatCompletions/chatMessages.ts';
import { dialectOf } from '../../../src/providers/openaiCompatible/dialect.ts';

const cloud = (changes: Partial<Endpoint> = {}): Endpoint => ({
  id: 'cloud',
  provider: 'cloud',
  adapter: 'openai-compatible',
  baseUrl: 'https://models.example/api/v1',
  billing: 'metered',
  ...changes,
});

describe('A server of OpenAI’s protocol', () => {
  it('without a word of its own is as OpenAI wrote it', () => {
    expect(dialectOf(cloud())).toEqual({
      baseUrl: 'https://models.example/api/v1',
      completionsUrl: 'https://models.example/api/v1/completions',
      modelsUrl: 'https://models.example/api/v1/models',
      maxTokensField: 'max_tokens',
      cacheKeyField: 'prompt_cache_key',
      effortField: 'reasoning_effort',
      takesPreferences: false,
      asksForCost: false,
      asksForUsage: true,
    });
  });

  it('wants calls signed where the model’s row says so, as those of Gemini 3 do', () => {
    const { models } = builtInCatalogue;
    const signing = models.filter(
      ({ endpoint, quirks }) => endpoint === 'gemini' && dialectOf(cloud(), quirks).callSignature !== undefined,
    );
    expect(signing.map(({ id }) => id.slice(0, 8)).every((id) => id === 'gemini-3')).toBe(true);
    expect(signing.length).toBeGreaterThan(3);
  });

  it('that is Mistral gets ids of calls that it takes: its own as they are, others always the same nine letters and digits', () => {
    const { nameCall = (id: string) => id } = dialectOf(cloud({ provider: 'mistral' }));
    const [own, other] = ['D681PevKs', 'toolu_01A09q90qw90lq917835lq9'];
    const segments: readonly Segment[] = [own, other].flatMap((id): readonly Segment[] => [
      { role: 'assistant', stability: 'session', text: '', toolCalls: [{ id, name: 'read', argumentsText: '{}' }] },
      { role: 'tool', stability: 'session', text: 'one', toolCallId: id },
    ]);
    const named = chatMessagesOf(segments, { nameCall }).flatMap((message) => {
      if (message.role === 'tool') return [message.tool_call_id];
      return message.role === 'assistant' ? (message.tool_calls ?? []).map(({ id }) => id) : [];
    });
    expect([named.slice(0, 2), new Set(named.slice(2)).size, named.every((id) => /^[A-Za-z0-9]{9}$/.test(id))]).toEqual([
      [own, own],
      1,
      true,
    ]);
    expect(dialectOf(cloud()).nameCall).toBeUndefined();
  });

  it('differs by its words, and the model’s word beats the endpoint’s', () => {
    const paths = { fimPath: '/v1/fim/completions', modelsPath: '/v1/key', creditsPath: '/v1/credits' };
    const words = {
      usageStyle: 'openrouter',
      cacheKeyField: 'session_id',
      effortField: 'reasoning',
      preferences: 'openrouter',
      cacheKeyHeader: 'x-key',
    };
    const quirks = { ...paths, ...words, streamUsage: true };
    expect(dialectOf(cloud({ quirks }), { maxTokensField: 'max_completion_tokens', streamUsage: false })).toEqual({
      baseUrl: 'https://models.example/api/v1',
      completionsUrl: 'https://models.example/v1/fim/completions',
      modelsUrl: 'https://models.example/v1/key',
      creditsUrl: 'https://models.example/v1/credits',
      maxTokensField: 'max_completion_tokens',
      cacheKeyField: 'session_id',
      cacheKeyHeader: 'x-key',
      effortField: 'reasoning',
      takesPreferences: true,
      asksForCost: true,
      chargeStyle: 'openrouter',
      asksForUsage: false,
    });
  });

  it('is told what to keep to by its own word: a model’s row neither switches that off nor on', () => {
    const taking = [{ preferences: 'openrouter' }, {}].map((quirks) =>
      ['none', 'openrouter'].map((preferences) => dialectOf(cloud({ quirks }), { preferences }).takesPreferences),
    );
    expect(taking).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('is believed what it charged only where that is documented: OpenRouter’s costs, and xAI’s ticks', () => {
    const endpoints = [cloud(), cloud({ quirks: { usageStyle: 'openai' } }), cloud({ quirks: { usageStyle: 'openrouter' } })];
    expect([...endpoints, cloud({ provider: 'x_ai' })].map((endpoint) => dialectOf(endpoint).chargeStyle)).toEqual([
      undefined,
      undefined,
      'openrouter',
      'xai',
    ]);
  });

  it('on this machine is known by its port, with or without a slash behind it', () => {
    for (const baseUrl of ['http://127.0.0.1:1234', 'http://127.0.0.1:1234/']) {
      expect(dialectOf(cloud({ billing: 'local', baseUrl })).baseUrl).toBe('http://127.0.0.1:1234/v1');
    }
  });

  it('is not changed by words that nobody knows', () => {
    const paths = { fimPath: 7, modelsPath: true, creditsPath: false };
    const words = {
      maxTokensField: 'most',
      usageStyle: 'odd',
      cacheKeyField: 'user',
      effortField: 'think',
      preferences: true,
      cacheKeyHeader: 'cookie',
    };
    const quirks = { ...paths, ...words, streamUsage: 'yes' };
    expect(dialectOf(cloud({ quirks }))).toEqual(dialectOf(cloud()));
  });

  it('is never left for another host, whatever its paths say, because the key goes where they lead', () => {
    const path = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.webPath(),
      fc.constantFrom('//evil.example/', '/\\evil.example', 'https://evil.example', '@evil.example'),
    );
    fc.assert(
      fc.property(path, path, (fimPath, modelsPath) => {
        const { completionsUrl, modelsUrl, creditsUrl = '' } = dialectOf(cloud({ quirks: { fimPath, modelsPath, creditsPath: fimPath } }));
        const origins = [completionsUrl, modelsUrl, creditsUrl].map((url) => new URL(url).origin);
        expect(new Set(origins)).toEqual(new Set(['https://models.example']));
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
