import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commands, registerLoadedCommand } from '../../src/platform/commands.ts';
import { editor } from '../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

function register(load: () => Promise<(...args: readonly unknown[]) => unknown>): readonly string[] {
  const logged: string[] = [];
  registerLoadedCommand(commands.showSpend, { error: (text) => void logged.push(text) }, load);
  return logged;
}

describe('A command whose code is loaded when it is run', () => {
  it('gets what it is run with', async () => {
    const ran: unknown[] = [];
    register(
      async () =>
        (...args) =>
          void ran.push(args),
    );
    await editor.run(commands.showSpend, 'day', 5);
    expect(ran).toEqual([['day', 5]]);
  });

  it('fails where it cannot be loaded, the log says why, and the next time it is tried anew', async () => {
    let loads = 0;
    const logged = register(async () => {
      loads += 1;
      if (loads === 1) throw new Error('no such file');
      return () => undefined;
    });
    await expect(editor.run(commands.showSpend)).rejects.toThrow('no such file');
    await editor.run(commands.showSpend);
    expect(logged).toEqual(['farthing.showSpend could not be loaded: Error: no such file']);
  });

  it('that fails by itself is not said to be missing', async () => {
    const logged = register(async () => () => Promise.reject(new Error('the disk is full')));
    await expect(editor.run(commands.showSpend)).rejects.toThrow('the disk is full');
    expect(logged).toEqual([]);
  });
});
