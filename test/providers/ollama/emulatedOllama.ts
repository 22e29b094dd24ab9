import type { Model } from '../../../src/core/catalogue/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/task/index.ts';
import { createOllama } from '../../../src/providers/ollama/ollama.ts';
import { collect } from '../../support/collect.ts';
import { slotPlan } from '../plans.ts';

let lastId = 0;
export const provider = createOllama({ fetch, newId: () => `made-${++lastId}` });
export const never = new AbortController().signal;

interface CallChanges extends Partial<Omit<ProviderCall, 'candidate'>> {
  readonly baseUrl: string;
  readonly model?: Partial<Model>;
}

/** A question to a model of Ollama that fills holes. */
export function ollamaCall({ baseUrl, model, ...changes }: CallChanges): ProviderCall {
  return {
    candidate: {
      model: { id: 'emu-acorn:1b', tier: 'local', canChat: true, contextTokens: 8192, fillInTheMiddle: { type: 'suffix' }, ...model },
      endpoint: { id: 'ollama@here', provider: 'ollama', adapter: 'ollama', baseUrl, billing: 'local' },
    },
    kind: 'chat',
    segments: [{ role: 'user', stability: 'turn', text: 'What is a farthing?' }],
    maxOutputTokens: 100,
    stop: [],
    tools: [],
    cachePlan: slotPlan(0),
    ...changes,
  };
}

export const hole = (prefix: string, suffix: string): Pick<ProviderCall, 'kind' | 'segments' | 'stop'> => ({
  kind: 'completion.line',
  segments: [
    { role: 'context', stability: 'workspace', name: 'a.ts', text: 'export {};\n' },
    { role: 'prefix', stability: 'turn', text: prefix },
    { role: 'suffix', stability: 'turn', text: suffix },
  ],
  stop: ['\n'],
});

export const answerTo = (call: ProviderCall, signal = never): Promise<readonly StreamPart[]> => collect(provider.stream(call, signal));
