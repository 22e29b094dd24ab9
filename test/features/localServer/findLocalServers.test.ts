import { describe, expect, it, vi } from 'vitest';
import { findLocalServers } from '../../../src/features/localServer/findLocalServers.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
vi.mock('../../../src/features/localServer/findServers.ts', () => {
  throw new Error('no such file');
});

describe('A look for local servers', () => {
  it('fails where what looks cannot be loaded, and the log says why', async () => {
    const logged: string[] = [];
    const find = findLocalServers({
      fetch: () => Promise.reject(new Error('not asked')),
      log: { error: (text) => void logged.push(text) },
    });
    await expect(find(new AbortController().signal, { servers: [], strangers: [] })).rejects.toThrow();
    expect(logged).toEqual([expect.stringMatching(/^what looks for local model servers could not be loaded: Error: /)]);
  });
});
