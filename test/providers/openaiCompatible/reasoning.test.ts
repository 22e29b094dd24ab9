import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { readTool, secondRound, withChangedThoughts } from '../../emulator/secondRound.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, callTo, errorIn, textOf } from './emulatedClouds.ts';

const emulator = useEmulator();
const question: readonly Segment[] = [{ role: 'user', stability: 'session', text: 'Read a.ts' }];
type CloudName = Parameters<typeof callTo>[1];
const asked = (cloud: CloudName, segments = question) => callTo(emulator(), cloud, { tools: [readTool], segments });
const lastMessages = () => (emulator().requests().at(-1)?.body as { readonly messages: readonly object[] } | undefined)?.messages ?? [];
const toolCalls = [{ id: 'call_1', name: 'read', arguments: { path: 'a.ts' } }];
const message = {
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read', arguments: '{"path":"a.ts"}' } }],
};

async function firstRound(cloud: CloudName, reasoning: string | undefined = 'I should look.'): Promise<readonly Segment[]> {
  const rule = emulator().answer('*', { ...(reasoning !== '' && { reasoning }), toolCalls });
  const call = asked(cloud);
  const segments = secondRound(question, await answerTo(call), call.candidate);
  rule.remove();
  emulator().answer('*', 'It says so.');
  return segments;
}

describe('Thoughts by Chat Completions', () => {
  it.each([
    ['deepseek', { reasoning_content: 'I should look.' }],
    ['compatible', { reasoning_content: 'I should look.' }],
    [
      'openrouter',
      {
        reasoning_details: [
          {
            type: 'reasoning.text',
            format: 'emulated-v1',
            index: 0,
            text: 'I should look.',
            signature: expect.stringMatching(/^[\w+/]{43}=$/),
          },
        ],
      },
    ],
  ] as const)('of %s go back with the call as they came', async (cloud, thought) => {
    const segments = await firstRound(cloud);
    expect(textOf(await answerTo(asked(cloud, segments)))).toBe('It says so.');
    expect(lastMessages()[1]).toEqual({ ...message, ...thought });
  });

  it.each(['compatible', 'openrouter'] as const)('of somebody else do not go to %s', async (cloud) => {
    const segments = await firstRound('deepseek');
    await answerTo(asked(cloud, segments));
    expect(lastMessages()[1]).toEqual(message);
  });

  it('are said to be none where DeepSeek wants to know and it was another’s turn, or it had none', async () => {
    const ofAnother = await firstRound('compatible');
    expect(textOf(await answerTo(asked('deepseek', ofAnother)))).toBe('It says so.');
    const first = lastMessages()[1];
    const without = await firstRound('deepseek', '');
    expect(textOf(await answerTo(asked('deepseek', without)))).toBe('It says so.');
    expect([first, lastMessages()[1]]).toEqual([
      { ...message, reasoning_content: '' },
      { ...message, reasoning_content: '' },
    ]);
  });

  it('that are signed and were changed are refused', async () => {
    const segments = withChangedThoughts(await firstRound('openrouter'));
    expect(errorIn(await answerTo(asked('openrouter', segments))).reason).toBe('invalid-request');
  });
});
