import { describe, expect, it } from 'vitest';
import { anthropicOf, openaiOf, rejection, useEmulator, user } from './support.ts';

const emulator = useEmulator();
const result = { role: 'user' as const, content: [{ type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'x' }] };
const use = { type: 'tool_use' as const, id: 'toolu_1', name: 'read', input: {} };
const tools = [{ name: 'read', input_schema: { type: 'object' as const } }];

describe('The emulator refuses what the real providers refuse', () => {
  it('a round of calls without its thinking, or with a wrong signature, where Claude thinks', async () => {
    const asked = (content: readonly object[], thinking?: object) =>
      anthropicOf(emulator()).messages.create({
        model: 'emu-maple-1',
        max_tokens: 2000,
        tools,
        ...(thinking && { thinking }),
        messages: [user('Hi'), { role: 'assistant', content }, result],
      } as never);
    const enabled = { type: 'enabled', budget_tokens: 1024 };
    const wrong = { type: 'thinking', thinking: 'Hm.', signature: 'AAAA' };
    expect(await rejection(asked([use], enabled))).toMatchObject({
      status: 400,
      message: expect.stringContaining('Expected `thinking` or `redacted_thinking`, but found `tool_use`'),
    });
    expect(await rejection(asked([wrong, use], enabled))).toMatchObject({
      status: 400,
      message: expect.stringContaining('Invalid `signature`'),
    });
    // Who does not think, or adapts, takes the round as it is.
    await asked([use]);
    await asked([use], { type: 'adaptive' });
  });

  it('a call of DeepSeek’s without its thoughts', async () => {
    const call = { id: 'call_1', type: 'function' as const, function: { name: 'read', arguments: '{}' } };
    const asked = (more: object) =>
      openaiOf(emulator(), 'deepseek').chat.completions.create({
        model: 'emu-ginkgo-1',
        messages: [
          user('Hi'),
          { role: 'assistant', content: null, tool_calls: [call], ...more },
          { role: 'tool', tool_call_id: 'call_1', content: 'x' },
        ],
      });
    expect(await rejection(asked({}))).toMatchObject({ status: 400, message: expect.stringContaining('must be passed back') });
    await asked({ reasoning_content: '' });
  });

  it('an item of reasoning that was not stored, or that nothing follows', async () => {
    const { responses } = openaiOf(emulator());
    const item = { type: 'reasoning' as const, id: 'rs_1', summary: [] };
    const output = { type: 'function_call_output' as const, call_id: 'c', output: 'x' };
    expect(await rejection(responses.create({ model: 'emu-oak-6', input: [item, output] }))).toMatchObject({ status: 404 });
  });
});
