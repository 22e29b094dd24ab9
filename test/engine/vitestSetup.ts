import type { TestProject } from 'vitest/node';
import { startEngine } from './startEngine.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Without a slash at its end. */
    readonly engineUrl: string;
    readonly engineKind: 'llama-server' | 'node';
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startEngine();
  project.provide('engineUrl', engine.url);
  project.provide('engineKind', engine.kind);
  return engine.stop;
}
