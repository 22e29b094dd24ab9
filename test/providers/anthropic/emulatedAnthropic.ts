import type { Endpoint, Model } from '../../../src/core/catalogue/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { ProviderError, StreamPart } from '../../../src/core/task/index.ts';
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.ts';
import type { Emulator } from '../../emulator/startEmulator.ts';
import { collect } from '../../support/collect.ts';
import { noPlan } from '../plans.ts';

export const provider = createAnthropic({ fetch });
export const never = new AbortController().signal;

export function endpointOf(emulator: Emulator): Endpoint {
  return {
    id: 'anthropic',
    provider: 'anthropic',
    adapter: 'anthropic',
    baseUrl: emulator.baseUrls.anthropic,
    billing: 'metered',
    needsKey: true,
  };
}

interface CallChanges extends Partial<Omit<ProviderCall, 'candidate'>> {
  readonly model?: Partial<Model>;
  readonly endpoint?: Partial<Endpoint>;
}

/** A question to the emulated Anthropic, with a customer's key. */
export function callTo(emulator: Emulator, { model, endpoint, ...changes }: CallChanges = {}): ProviderCall {
  return {
    candidate: {
      model: { id: 'emu-maple-1', tier: 'medium', canChat: true, ...model },
      endpoint: { ...endpointOf(emulator), ...endpoint },
    },
    kind: 'chat',
    segments: [{ role: 'user', stability: 'turn', text: 'What is a farthing?' }],
    maxOutputTokens: 200,
    stop: [],
    tools: [],
    apiKey: emulator.keys.anthropic,
    cachePlan: noPlan,
    ...changes,
  };
}

export const answerTo = (call: ProviderCall, signal = never): Promise<readonly StreamPart[]> => collect(provider.stream(call, signal));

/** What is made of a body of status 200. */
export function answerToBody(call: ProviderCall, body: string): Promise<readonly StreamPart[]> {
  const answer = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  return collect(createAnthropic({ fetch: answer }).stream(call, never));
}

export const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

/** The usages in their order. */
export const usagesOf = (parts: readonly StreamPart[]) => parts.filter((part) => part.type === 'usage');

/** How the answer failed. */
export function errorIn(parts: readonly StreamPart[]): ProviderError {
  const last = parts.at(-1);
  if (last?.type !== 'error') throw new Error(`it did not fail: ${JSON.stringify(last)}`);
  return last.error;
}
