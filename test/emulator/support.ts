import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { keys } from './accounts.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './startEmulator.ts';

/** One emulator for a file, forgetting everything between its tests. */
export function useEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator | undefined;
  const running = (): Emulator => {
    if (!emulator) throw new Error('the emulator has not been started');
    return emulator;
  };
  beforeAll(async () => {
    emulator = await startEmulator(options);
  });
  beforeEach(() => running().reset());
  afterAll(() => running().stop());
  return running;
}

export const anthropicOf = (emulator: Emulator, key: keyof typeof keys = 'anthropic'): Anthropic =>
  new Anthropic({ apiKey: emulator.keys[key], baseURL: emulator.baseUrls.anthropic, maxRetries: 0 });

export const openaiOf = (
  emulator: Emulator,
  key: 'openai' | 'openaiOther' | 'openrouter' | 'openrouterByok' | 'deepseek' | 'compatible' = 'openai',
) => {
  const baseURL = key.startsWith('openrouter') ? emulator.baseUrls.openrouter : emulator.baseUrls.openai;
  return new OpenAI({ apiKey: emulator.keys[key], baseURL, maxRetries: 0 });
};

export const user = (content: string) => ({ role: 'user' as const, content });

/** A text of exactly so many o200k tokens: each " a" is one. */
export const textOfTokens = (count: number): string => ' a'.repeat(count);

export async function collect<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const events: T[] = [];
  // Copies, because the SDKs go on to write into the objects they handed out.
  for await (const event of stream) events.push(structuredClone(event));
  return events;
}

/** What a promise was rejected with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** Waits until the emulator has noticed that nobody listens any more. */
export async function untilIdle(emulator: Emulator): Promise<void> {
  const deadline = performance.now() + 3000;
  while (emulator.underWay() > 0) {
    if (performance.now() > deadline) throw new Error('a request is still being answered');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
