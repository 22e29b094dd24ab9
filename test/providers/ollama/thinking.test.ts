import { expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { secondRound } from '../../emulator/secondRound.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, ollamaCall } from './emulatedOllama.ts';

const emulator = useEmulator();
const question: readonly Segment[] = [{ role: 'user', stability: 'session', text: 'Read a.ts' }];

it('Thoughts of Ollama go back with the call that came of them, and to no other model', async () => {
  emulator().answer('*', { reasoning: 'Hm.', toolCalls: [{ id: 'call-1', name: 'read', arguments: {} }] });
  const asked = ollamaCall({ baseUrl: emulator().url, model: { quirks: { think: true } }, segments: question });
  const segments = secondRound(question, await answerTo(asked), asked.candidate);
  const messageTo = async (model: string) => {
    await answerTo(ollamaCall({ baseUrl: emulator().url, model: { id: model }, segments }));
    return (emulator().requests().at(-1)?.body as { readonly messages: readonly unknown[] } | undefined)?.messages[1];
  };
  const said = { role: 'assistant', content: '', tool_calls: [{ id: 'call-1', function: { name: 'read', arguments: {} } }] };
  expect([await messageTo('emu-acorn:1b'), await messageTo('emu-chestnut:3b')]).toEqual([{ ...said, thinking: 'Hm.' }, said]);
});
