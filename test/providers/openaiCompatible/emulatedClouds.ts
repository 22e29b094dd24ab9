import type { Endpoint, Model } from '../../../src/core/catalogue/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { ProviderError, StreamPart, Usage } from '../../../src/core/task/index.ts';
import { createOpenAiCompatible } from '../../../src/providers/openaiCompatible/openaiCompatible.ts';
import type { Emulator } from '../../emulator/startEmulator.ts';
import { collect } from '../../support/collect.ts';
import { noPlan } from '../plans.ts';

export const provider = createOpenAiCompatible({ fetch });
export const never = new AbortController().signal;

type CloudName = 'openrouter' | 'openrouterByok' | 'deepseek' | 'mistral' | 'compatible';

interface Cloud {
  readonly model: string;
  readonly endpoint: Pick<Endpoint, 'provider' | 'baseUrl' | 'quirks'>;
}

/** The emulated clouds as the catalogue would describe them. */
const clouds: Readonly<Record<CloudName, (emulator: Emulator) => Cloud>> = {
  openrouter: ({ baseUrls }) => ({
    model: 'emu/routed-larch',
    endpoint: {
      provider: 'openrouter',
      baseUrl: baseUrls.openrouter,
      quirks: { usageStyle: 'openrouter', modelsPath: '/api/v1/key' },
    },
  }),
  openrouterByok: (emulator) => clouds.openrouter(emulator),
  deepseek: ({ baseUrls }) => ({
    model: 'emu-ginkgo-1',
    endpoint: { provider: 'deepseek', baseUrl: baseUrls.deepseek, quirks: { usageStyle: 'deepseek', fimPath: '/beta/completions' } },
  }),
  mistral: ({ baseUrls }) => ({
    model: 'emu-mistletoe-fim',
    endpoint: { provider: 'mistral_ai', baseUrl: baseUrls.mistral, quirks: { fimPath: '/v1/fim/completions', streamUsage: false } },
  }),
  compatible: ({ baseUrls }) => ({ model: 'emu-hazel-fim', endpoint: { provider: 'hazel', baseUrl: baseUrls.compatible } }),
};

export function endpointOf(emulator: Emulator, cloud: CloudName): Endpoint {
  return { id: cloud, adapter: 'openai-compatible', billing: 'metered', needsKey: true, ...clouds[cloud](emulator).endpoint };
}

interface CallChanges extends Partial<Omit<ProviderCall, 'candidate'>> {
  readonly model?: Partial<Model>;
  readonly endpoint?: Partial<Endpoint>;
}

/** A question to one of the clouds, with that customer's key. */
export function callTo(emulator: Emulator, cloud: CloudName, { model, endpoint, ...changes }: CallChanges = {}): ProviderCall {
  return {
    candidate: {
      model: { id: clouds[cloud](emulator).model, tier: 'small', canChat: true, fillInTheMiddle: { type: 'suffix' }, ...model },
      endpoint: { ...endpointOf(emulator, cloud), ...endpoint },
    },
    kind: 'chat',
    segments: [{ role: 'user', stability: 'turn', text: 'What is a farthing?' }],
    maxOutputTokens: 200,
    stop: [],
    tools: [],
    apiKey: emulator.keys[cloud],
    cachePlan: noPlan,
    ...changes,
  };
}

/** A hole in a file, for the same clouds. */
export const hole = (prefix = 'const total = ', suffix = ';\nreturn total;'): Pick<ProviderCall, 'kind' | 'segments' | 'stop'> => ({
  kind: 'completion.line',
  segments: [
    { role: 'prefix', stability: 'turn', text: prefix },
    { role: 'suffix', stability: 'turn', text: suffix },
  ],
  stop: ['\n'],
});

export const answerTo = (call: ProviderCall, signal = never): Promise<readonly StreamPart[]> => collect(provider.stream(call, signal));

export const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

/** The bill as the adapter tells it: the buckets, and what the provider says that it charges. */
export function billOf(parts: readonly StreamPart[]): { readonly usage?: Usage; readonly chargedNanoUsd?: number } {
  const last = parts.findLast((part) => part.type === 'usage');
  if (!last) return {};
  const charged = last.billing?.chargedNanoUsd;
  return { usage: last.usage, ...(charged !== undefined && { chargedNanoUsd: charged }) };
}

/** How the answer failed. */
export function errorIn(parts: readonly StreamPart[]): ProviderError {
  const last = parts.at(-1);
  if (last?.type !== 'error') throw new Error(`it did not fail: ${JSON.stringify(last)}`);
  return last.error;
}
