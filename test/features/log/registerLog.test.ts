import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerLog } from '../../../src/features/log/registerLog.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

/** A log that counts what is done with it. */
function useLog() {
  const done: string[] = [];
  const still = (): void => undefined;
  const log = {
    debug: still,
    info: still,
    warn: still,
    error: still,
    show: () => void done.push('show'),
    dispose: () => void done.push('dispose'),
  };
  return { done, registration: registerLog(log) };
}

describe('The command farthing.showLog', () => {
  it('shows the log', async () => {
    const { done } = useLog();
    await editor.run('farthing.showLog');
    expect([[...editor.commands.keys()], done]).toEqual([['farthing.showLog'], ['show']]);
  });

  it('ends with the log', () => {
    const { done, registration } = useLog();
    registration.dispose();
    expect([editor.commands.size, done]).toEqual([0, ['dispose']]);
  });
});
