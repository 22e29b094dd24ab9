import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { readTool, secondRound, withChangedThoughts } from '../../emulator/secondRound.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, answerToBody, callTo, endpointOf, errorIn, textOf } from './emulatedAnthropic.ts';

const emulator = useEmulator();
const question: readonly Segment[] = [{ role: 'user', stability: 'session', text: 'Read a.ts' }];
const budget = { quirks: { thinking: 1024 } };
const thinking = (changes: Parameters<typeof callTo>[1] = {}) =>
  callTo(emulator(), { model: budget, tools: [readTool], maxOutputTokens: 2000, segments: question, ...changes });
interface LastBody {
  readonly thinking?: unknown;
  readonly messages: readonly { readonly content: unknown }[];
}
const lastBody = (): LastBody => (emulator().requests().at(-1)?.body as LastBody | undefined) ?? { messages: [] };

async function firstRound(model: Parameters<typeof thinking>[0] = {}): Promise<readonly Segment[]> {
  const rule = emulator().answer('*', {
    reasoning: 'I should look.',
    text: 'Let me see.',
    toolCalls: [{ id: 'toolu_1', name: 'read', arguments: { path: 'a.ts' } }],
  });
  const call = thinking(model);
  const segments = secondRound(question, await answerTo(call), call.candidate);
  rule.remove();
  emulator().answer('*', 'It says so.');
  return segments;
}

describe('Thinking of Claude', () => {
  it('goes back with its signature, before the text and the calls that came of it', async () => {
    const segments = await firstRound();
    expect(textOf(await answerTo(thinking({ segments })))).toBe('It says so.');
    expect([lastBody().thinking, lastBody().messages[1]?.content]).toEqual([
      { type: 'enabled', budget_tokens: 1024 },
      [
        { type: 'thinking', thinking: 'I should look.', signature: expect.stringMatching(/^[\w+/]{43}=$/) },
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'a.ts' } },
      ],
    ]);
  });

  it('that was changed is refused by its provider', async () => {
    const segments = withChangedThoughts(await firstRound());
    const { reason, message } = errorIn(await answerTo(thinking({ segments })));
    expect([reason, message]).toEqual(['invalid-request', expect.stringContaining('Invalid `signature` in `thinking` block')]);
  });

  it.each([
    ['another model', { model: { id: 'emu-maple-1-5', ...budget } }],
    ['another endpoint', { endpoint: { id: 'gateway' } }],
  ])('does not go to %s, which does not think in the middle of the round either', async (_who, elsewhere) => {
    const segments = await firstRound();
    expect(textOf(await answerTo(thinking({ segments, ...elsewhere })))).toBe('It says so.');
    expect([lastBody().thinking, lastBody().messages[1]?.content]).toEqual([
      { type: 'disabled' },
      [
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'a.ts' } },
      ],
    ]);
  });

  it('begins anew once the user speaks again', async () => {
    const segments: readonly Segment[] = [
      ...(await firstRound()),
      { role: 'assistant', stability: 'session', text: 'It says so.' },
      { role: 'user', stability: 'session', text: 'And b.ts?' },
    ];
    await answerTo(thinking({ segments, model: { id: 'emu-maple-1-5', ...budget } }));
    expect(lastBody().thinking).toEqual({ type: 'enabled', budget_tokens: 1024 });
  });

  it('that adapts has no such rule: who takes over goes on to think', async () => {
    const adaptive = { model: { quirks: { thinking: 'adaptive' } } };
    const segments = await firstRound(adaptive);
    const parts = await answerTo(thinking({ segments, model: { id: 'emu-maple-1-5', quirks: { thinking: 'adaptive' } } }));
    expect([textOf(parts), lastBody().thinking]).toEqual(['It says so.', { type: 'adaptive' }]);
  });

  it('costs what it is long, and stays the same from request to request', async () => {
    const segments = await firstRound();
    await answerTo(thinking({ segments }));
    const first = lastBody().messages[1];
    await answerTo(thinking({ segments: [...segments, { role: 'user', stability: 'turn', text: 'Go on.' }] }));
    expect(JSON.stringify(lastBody().messages[1])).toBe(JSON.stringify(first));
    await answerTo(thinking({ segments: segments.map(({ reasoning: _reasoning, ...segment }): Segment => segment) }));
    const [, withThoughts, , without] = emulator().invoice();
    expect(withThoughts?.buckets.uncachedInput).toBeGreaterThan((without?.buckets.uncachedInput ?? 0) + 10);
  });
});

describe('What streams of Claude’s thinking', () => {
  const event = (data: { readonly type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  const start = (index: number, block: object) => event({ type: 'content_block_start', index, content_block: block } as never);
  const delta = (index: number, told: object) => event({ type: 'content_block_delta', index, delta: told } as never);
  const stop = (index: number) => event({ type: 'content_block_stop', index } as never);
  const call = (index: number, id: string) => start(index, { type: 'tool_use', id, name: 'read', input: {} }) + stop(index);
  const end = event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } } as never);

  it('is given back block by block in its place: hidden ones, such as nobody may read, and those between calls', async () => {
    const body = [
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'signature_delta', signature: 'c2ln' }),
      stop(0),
      start(1, { type: 'redacted_thinking', data: 'ZW5j' }),
      stop(1),
      call(2, 'a'),
      start(3, { type: 'thinking', thinking: 'Then', signature: '' }),
      delta(3, { type: 'thinking_delta', thinking: ' b.' }),
      delta(3, { type: 'signature_delta', signature: 'dHdv' }),
      stop(3),
      call(4, 'b'),
      end,
    ].join('');
    const asked = thinking();
    const segments = secondRound(question, await answerToBody(asked, body), asked.candidate);
    // Signed by nobody whom the emulator knows: what leaves is what counts.
    await answerTo(thinking({ segments }));
    expect(lastBody().messages[1]?.content).toEqual([
      { type: 'thinking', thinking: '', signature: 'c2ln' },
      { type: 'redacted_thinking', data: 'ZW5j' },
      { type: 'tool_use', id: 'a', name: 'read', input: {} },
      { type: 'thinking', thinking: 'Then b.', signature: 'dHdv' },
      { type: 'tool_use', id: 'b', name: 'read', input: {} },
    ]);
  });

  it('is not given back where it broke off before its signature', async () => {
    const body = start(0, { type: 'thinking', thinking: 'Hm', signature: '' }) + stop(0) + call(1, 'a') + end;
    const parts = await answerToBody(callTo(emulator(), { endpoint: endpointOf(emulator()) }), body);
    expect(parts.filter(({ type }) => type.startsWith('reasoning'))).toEqual([{ type: 'reasoning-delta', text: 'Hm' }]);
  });
});
