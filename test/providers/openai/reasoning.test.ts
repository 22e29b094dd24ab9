import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { readTool, secondRound } from '../../emulator/secondRound.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, callTo, errorIn, textOf } from './emulatedOpenAi.ts';

const emulator = useEmulator();
const question: readonly Segment[] = [{ role: 'user', stability: 'session', text: 'Read a.ts' }];
const asked = (changes: Parameters<typeof callTo>[1] = {}) =>
  callTo(emulator(), { model: { id: 'emu-oak-6', quirks: { reasoning: true } }, tools: [readTool], segments: question, ...changes });
const lastInput = () => (emulator().requests().at(-1)?.body as { readonly input: readonly unknown[] } | undefined)?.input ?? [];

async function firstRound(quirks: Readonly<Record<string, string | boolean>> = { reasoning: true }): Promise<readonly Segment[]> {
  const toolCalls = [{ id: 'call_1', name: 'read', arguments: { path: 'a.ts' } }];
  const rule = emulator().answer('*', { reasoning: 'I should look.', toolCalls });
  const call = asked({ model: { id: 'emu-oak-6', quirks } });
  const segments = secondRound(question, await answerTo(call), call.candidate);
  rule.remove();
  emulator().answer('*', 'It says so.');
  return segments;
}
const called = { type: 'function_call', call_id: 'call_1', name: 'read', arguments: '{"path":"a.ts"}' };

describe('Reasoning of Responses', () => {
  it.each([
    ['nobody reads', {}, []],
    ['a summary is shown of', { reasoningSummary: 'auto' }, [{ type: 'summary_text', text: 'I should look.' }]],
  ])('that %s goes back encrypted, right before the calls that came of it', async (_how, quirks, summary) => {
    const segments = await firstRound({ reasoning: true, ...quirks });
    expect(textOf(await answerTo(asked({ segments })))).toBe('It says so.');
    expect(lastInput().slice(1, 3)).toEqual([
      {
        type: 'reasoning',
        id: expect.stringMatching(/^item_/),
        summary,
        encrypted_content: expect.stringMatching(/^[\w+/=]+\.[\w+/]{43}=$/),
      },
      called,
    ]);
  });

  it('does not go to another model', async () => {
    const segments = await firstRound();
    await answerTo(asked({ segments, model: { id: 'emu-cedar-6', quirks: { reasoning: true } } }));
    expect(lastInput()[1]).toEqual(called);
  });

  it('is asked for only where there are tools and the model thinks: others refuse to be asked', async () => {
    emulator().answer('*', 'Yes.');
    await answerTo(asked());
    await answerTo(asked({ tools: [] }));
    await answerTo(asked({ model: { id: 'emu-oak-4' } }));
    await answerTo(asked({ model: { id: 'emu-oak-6', quirks: { reasoningEffort: 'low' } } }));
    const included = emulator()
      .requests()
      .map(({ body }) => (body as { readonly include?: unknown }).include);
    expect(included).toEqual([['reasoning.encrypted_content'], undefined, undefined, ['reasoning.encrypted_content']]);
  });

  it('of one key is nothing to another model: its provider would refuse it', async () => {
    const segments = (await firstRound()).map((segment) =>
      segment.reasoning ? { ...segment, reasoning: { ...segment.reasoning, model: 'emu-cedar-6' } } : segment,
    );
    const { reason, message } = errorIn(await answerTo(asked({ segments, model: { id: 'emu-cedar-6', quirks: { reasoning: true } } })));
    expect([reason, message]).toEqual(['invalid-request', expect.stringContaining('could not be verified')]);
  });
});
