import { describe, expect, inject, it } from 'vitest';
import type { Segment } from '../../src/core/task/index.ts';
import { createLlamaServer } from '../../src/providers/llamaServer/llamaServer.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../support/collect.ts';
import { callOf, chatTask, localCandidate } from '../support/tasks.ts';
import { slotPlan } from './plans.ts';

const url = inject('engineUrl');
const isLlamaServer = inject('engineKind') === 'llama-server';
const never = new AbortController().signal;
const provider = createLlamaServer({ fetch, chat: createOpenAiCompatible({ fetch }) });
const { model, endpoint } = localCandidate('copy', {}, url);
const candidate = { model, endpoint: { ...endpoint, adapter: 'llama-server' } };
const turn = (role: Segment['role'], text: string): Segment => ({ role, stability: 'turn', text });

async function usageOf(segments: readonly Segment[]) {
  const call = { ...callOf(chatTask({ segments, maxOutputTokens: 4 }), candidate), cachePlan: slotPlan(0) };
  const parts = await collect(provider.stream(call, never));
  return parts.findLast((part) => part.type === 'usage')?.usage;
}

describe.skipIf(!isLlamaServer)('A conversation with the real llama-server', () => {
  it('finds in its slot what the turn before left there', async () => {
    const system = turn('system', `A farthing is a quarter of a penny. ${'It was struck in copper. '.repeat(20)}`);
    const question = turn('user', 'What is it?');
    await usageOf([system, question]);
    const again = await usageOf([system, question, turn('assistant', 'A coin.'), turn('user', 'And of what?')]);
    expect(again?.cacheRead).toBeGreaterThan(again?.uncachedInput ?? 0);
  });
});
