import { describe, expect, it } from 'vitest';
import type { CacheRules } from '../../../src/core/catalogue/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { textOfTokens, useEmulator } from '../../emulator/support.ts';
import { keyPlan, marksPlan, noPlan } from '../plans.ts';
import { answerTo, apis, type CallChanges, callTo, never, provider, usageOf } from './emulatedOpenAi.ts';

const emulator = useEmulator();
const withKeys: CacheRules = { type: 'automatic', ttl: '5m', takesKey: true };
const withMarks: CacheRules = { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true };
const tools = [{ name: 'read', description: 'Reads a file.', inputSchema: {} }];
const mark = { prompt_cache_breakpoint: { mode: 'explicit' } };
const turn = (role: Segment['role'], text: string, more: Partial<Segment> = {}): Segment => ({ role, stability: 'turn', text, ...more });

/** 0: system; 1: user with a picture; 2 and 3: a round of tools; 4: what the model said; 5: user; 6: nothing at all. */
const segments = [
  turn('system', 'Be brief.'),
  turn('user', 'What is this?', { images: [{ mediaType: 'image/png', base64: 'iVBORw0KGgo=' }] }),
  turn('assistant', '', { toolCalls: [{ id: 'call_1', name: 'read', argumentsText: '{}' }] }),
  turn('tool', 'let a;', { toolCallId: 'call_1' }),
  turn('assistant', 'A declaration.'),
  turn('user', 'And now?'),
  turn('user', ''),
];

async function sent(changes: CallChanges): Promise<Readonly<Record<string, unknown>>> {
  await answerTo(callTo(emulator(), changes));
  return emulator().requests().at(-1)?.body ?? {};
}

/** A model whose cache takes marks. */
const marking: CallChanges = { model: { id: 'emu-oak-6', caching: withMarks }, segments, tools };

describe.each(apis)('A cache of OpenAI by %s', (api) => {
  it('is kept together by the plan’s key where the row says that one is taken', async () => {
    const cachePlan = keyPlan('session-1');
    const bodies = [
      await sent({ api, cachePlan, model: { caching: withKeys } }),
      await sent({ api, cachePlan, endpoint: { caching: withKeys, quirks: { api } } }),
      await sent({ api, cachePlan }),
      await sent({ api, cachePlan: noPlan, model: { caching: withKeys } }),
    ];
    expect(bodies.map((body) => body.prompt_cache_key)).toEqual(['session-1', 'session-1', undefined, undefined]);
    expect(bodies.every((body) => !('prompt_cache_options' in body))).toBe(true);
  });

  it('is told not to write where the plan has no marks', async () => {
    const body = await sent({ api, ...marking, cachePlan: marksPlan([], { key: 'session-1' }) });
    expect([body.prompt_cache_key, body.prompt_cache_options]).toEqual(['session-1', { mode: 'explicit', ttl: '30m' }]);
    expect(emulator().invoice()[0]?.buckets).toMatchObject({ cacheWrite30m: 0, cacheRead: 0 });
  });

  it('gets no marks where the row does not say that it takes them, because older models refuse them', async () => {
    const body = await sent({ api, model: { caching: withKeys }, segments, tools, cachePlan: marksPlan([0, 3], { key: 'session-1' }) });
    expect(body.prompt_cache_key).toBe('session-1');
    expect(JSON.stringify(body)).not.toMatch(/prompt_cache_(options|breakpoint)/);
    expect(emulator().invoice()).toHaveLength(1);
  });

  it('is written up to the mark, read by the next request, and the invoice agrees', async () => {
    const ask = async (question: string) => {
      const asked = [turn('system', textOfTokens(3000)), turn('user', textOfTokens(200)), turn('user', question)];
      return usageOf(await answerTo(callTo(emulator(), { api, ...marking, segments: asked, cachePlan: marksPlan([0]) })))?.usage;
    };
    const usages = [await ask('One?'), await ask('Two?')];
    expect(usages).toEqual(
      emulator()
        .invoice()
        .map(({ buckets }) => buckets),
    );
    expect(usages[0]?.cacheWrite30m).toBeGreaterThan(3000);
    expect(usages[1]).toMatchObject({ cacheWrite30m: 0, cacheRead: usages[0]?.cacheWrite30m });
    // Neither the unmarked 200 tokens nor the question were written.
    expect(usages[0]?.uncachedInput).toBeGreaterThan(200);
  });

  it('keeps for half a day what is marked so', async () => {
    await answerTo(
      callTo(emulator(), {
        api,
        ...marking,
        segments: [turn('system', textOfTokens(2000)), turn('user', 'One?')],
        cachePlan: marksPlan([{ afterSegment: 0, ttl: '12h' }]),
      }),
    );
    expect(emulator().invoice()[0]?.buckets.cacheWrite12h).toBeGreaterThan(2000);
  });

  it('reads on through a round of tools, whose results are the same with and without a mark', async () => {
    const rounds = [
      turn('system', textOfTokens(2000)),
      turn('user', 'Look.'),
      ...['call_1', 'call_2'].flatMap((id) => [
        turn('assistant', '', { toolCalls: [{ id, name: 'read', argumentsText: '{}' }] }),
        turn('tool', textOfTokens(300), { toolCallId: id }),
      ]),
    ];
    for (const end of [2, 4, 6]) {
      await answerTo(callTo(emulator(), { api, ...marking, segments: rounds.slice(0, end), cachePlan: marksPlan([end - 1]) }));
    }
    const lines = emulator().invoice();
    const ends = lines.map(({ buckets }) => buckets.cacheRead + buckets.cacheWrite30m);
    expect(lines.map(({ buckets }) => [buckets.uncachedInput, buckets.cacheRead])).toEqual(
      [0, ...ends.slice(0, -1)].map((read) => [0, read]),
    );
  });
});

describe('The marks of OpenAI', () => {
  it('by Responses are on texts, pictures and results; what can carry none leaves it to the one before', async () => {
    const body = await sent({ ...marking, cachePlan: marksPlan([-1, 0, 1, 4, 6]) });
    expect(body.input).toEqual([
      { role: 'developer', content: [{ type: 'input_text', text: 'Be brief.', ...mark }] },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=', ...mark },
        ],
      },
      { type: 'function_call', call_id: 'call_1', name: 'read', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'let a;', ...mark }] },
      { role: 'assistant', content: 'A declaration.' },
      { role: 'user', content: [{ type: 'input_text', text: 'And now?', ...mark }] },
      { role: 'user', content: '' },
    ]);
  });

  it('by Chat Completions are on what the model said, too', async () => {
    const body = await sent({ api: 'chat', ...marking, cachePlan: marksPlan([0, 1, 2, 4]) });
    expect(body.messages).toEqual([
      { role: 'developer', content: [{ type: 'text', text: 'Be brief.', ...mark }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' }, ...mark },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'call_1', content: 'let a;' },
      { role: 'assistant', content: [{ type: 'text', text: 'A declaration.', ...mark }] },
      { role: 'user', content: 'And now?' },
      { role: 'user', content: '' },
    ]);
  });

  it('are no matter of the free count', async () => {
    await provider.countInput?.(callTo(emulator(), { ...marking, cachePlan: marksPlan([0, 1]) }), never);
    expect(JSON.stringify(emulator().requests().at(-1)?.body)).not.toContain('prompt_cache');
  });
});

describe('What was decided besides', () => {
  it('is the effort and the tier, before those that the row fixes, and before the usual tier', async () => {
    const bodies = [];
    for (const api of apis) {
      const row = callTo(emulator(), { api, model: { quirks: { reasoningEffort: 'high', serviceTier: 'priority' } } });
      await answerTo(row);
      await answerTo({ ...row, candidate: { ...row.candidate, effort: 'low', serviceTier: 'flex' } });
      bodies.push(
        ...emulator()
          .requests()
          .slice(-2)
          .map(({ body }) => [body.reasoning ?? body.reasoning_effort, body.service_tier]),
      );
    }
    expect(bodies).toEqual([
      [{ effort: 'high' }, 'priority'],
      [{ effort: 'low' }, 'flex'],
      ['high', 'priority'],
      ['low', 'flex'],
    ]);
    expect(
      emulator()
        .invoice()
        .map(({ tier }) => tier),
    ).toEqual(['priority', 'flex', 'priority', 'flex']);
  });
});
