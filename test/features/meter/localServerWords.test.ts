import { describe, expect, it, vi } from 'vitest';
import type { Model } from '../../../src/core/catalogue/index.ts';
import type { WhyNot } from '../../../src/core/completion/index.ts';
import { meterText } from '../../../src/features/meter/meterText.ts';
import { tooSlow } from '../../../src/features/meter/tooSlow.ts';
import { localServerInShort, serverInWords, stateInWords } from '../../../src/platform/localServerWords.ts';
import type { LocalServer } from '../../../src/providers/localServers/localServer.ts';
import type { LocalServerState } from '../../../src/providers/localServers/localServerWatch.ts';
import type { ModelHealth } from '../../../src/providers/localServers/modelHealth.ts';
import { entryOf } from '../../support/entries.ts';
import { localCandidate } from '../../support/tasks.ts';
import { view } from './views.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

const id = 'qwen2.5-coder:7b';
const model: Model = localCandidate(id).model;
const serving = (changes: Partial<LocalServer>): LocalServerState => ({
  status: 'found',
  servers: [{ kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', models: [model], ...changes }],
});
const healthy = (health: Partial<ModelHealth>): LocalServerState => serving({ health: [{ model: id, isLoaded: true, ...health }] });

describe('A local model', () => {
  it.each<[string, Partial<ModelHealth>, string]>([
    ['partly on the card', { gpuShare: 0.4, tokensPerSecond: 12.3 }, ', 40 % on the GPU, 12 tokens/s'],
    ['wholly on it', { gpuShare: 1 }, ', all of it on the GPU'],
    ['not at all', { gpuShare: 0, tokensPerSecond: 3.46 }, ', none of it on the GPU, 3.5 tokens/s'],
    ['nearly wholly', { gpuShare: 0.999 }, ', 99 % on the GPU'],
    ['cold', { isLoaded: false }, ', not in memory yet, so its first answer takes longer'],
    ['of which its server tells nothing', {}, ''],
  ])('%s is told so in the menu', (_what, health, words) => {
    expect(localServerInShort(healthy(health))).toBe(`${id} on ollama${words}`);
  });

  it('is told by the name that decisions have of it, and not where nothing is known', () => {
    const name = `${id} (ollama@127.0.0.1:11434)`;
    const state = healthy({ gpuShare: 0.4, tokensPerSecond: 12 });
    expect([stateInWords(state, name), stateInWords(state, 'other (cloud)'), stateInWords({ status: 'looking' }, name)]).toEqual([
      '40 % on the GPU, 12 tokens/s',
      '',
      '',
    ]);
  });

  it('is told in the tooltip with the same facts', () => {
    expect(serverInWords(healthy({ gpuShare: 0.4, tokensPerSecond: 12 }))).toBe(
      `Local model ${id} on ollama is ready: 40 % on the GPU, 12 tokens/s.`,
    );
  });

  it('that was trained to fill holes is named before one that is asked in a conversation', () => {
    const chatting: Model = { ...model, id: 'llama3', fillInTheMiddle: { type: 'chat' } };
    expect([serving({ models: [chatting, model] }), serving({ models: [chatting] })].map(serverInWords)).toEqual([
      `Local model ${id} on ollama is ready.`,
      'Local model llama3 on ollama is ready. It was not trained to fill holes and is asked in a conversation: a code model such as Qwen2.5-Coder does it better.',
    ]);
  });
});

const reason = 'lately 1800 ms to its first token';
const passedOver: WhyNot = {
  reason: 'no-model',
  detail: 'none-suitable',
  refusals: [{ rule: 'too-slow', candidate: 'qwen (ollama)', endpoint: 'ollama', reason, candidates: 1 }],
};

describe('A local model that is too slow', () => {
  it('is told first, with what was measured, while nobody answers in its place', () => {
    const slow = tooSlow({ outcome: 'none', whyNot: passedOver }, undefined);
    const { text, label } = meterText(view({ localServers: healthy({ gpuShare: 0.4 }), tooSlow: slow }));
    expect([text, label, label.endsWith('is ready: 40 % on the GPU.')]).toEqual([
      '$(sparkle) $0.0042 · 12 · local model too slow',
      expect.stringContaining(`The local model qwen (ollama) is too slow for suggestions as you type: ${reason}.`),
      true,
    ]);
  });

  it('is told in the tooltip only where a paid model answered in its place', () => {
    const { decision } = entryOf({});
    const rejected = [{ rule: 'too-slow', candidate: 'qwen (ollama)', reason }];
    const entry = entryOf({ billing: 'metered', kind: 'completion.line', decision: { ...decision, rejected } });
    const slow = tooSlow({ outcome: 'offer', taskId: 'a', source: 'model' }, entry);
    const { text, tooltip } = meterText(view({ localServers: healthy({}), tooSlow: slow }));
    expect([text, tooltip.value.includes('is too slow for suggestions')]).toEqual(['$(sparkle) $0.0042 · 12', true]);
  });

  it('is told no more once it answered', () => {
    expect(tooSlow({ outcome: 'none', whyNot: { reason: 'superseded' } }, entryOf({ billing: 'local' }))).toBeUndefined();
  });
});
