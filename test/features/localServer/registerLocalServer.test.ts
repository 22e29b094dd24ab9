import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerLocalServer } from '../../../src/features/localServer/registerLocalServer.ts';
import { closed, server, there, watching } from '../../providers/watchedWorld.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function useLocalServer() {
  const watched = watching(closed);
  const logged: string[] = [];
  const log = (text: string) => void logged.push(text);
  const still = (): void => undefined;
  const registration = registerLocalServer(watched.watch, { debug: log, info: log, warn: log, error: log, show: still, dispose: still });
  return { ...watched, logged, registration };
}

const found = 'llama-server at http://127.0.0.1:8080 serves qwen';

describe('The command farthing.lookForLocalServer', () => {
  it('looks at once, and the log says what was found', async () => {
    const { world, watch, logged } = useLocalServer();
    await immediate();
    const before = world.looks;
    world.result = there(server);
    await editor.run('farthing.lookForLocalServer');
    expect([[...editor.commands.keys()], world.looks - before, watch.state, logged]).toEqual([
      ['farthing.lookForLocalServer'],
      1,
      { status: 'found', servers: [server] },
      ['no local model server answers', 'looking for a local model server', found],
    ]);
  });
});

describe('Local servers in the editor', () => {
  it('are looked for after activation, not within it', async () => {
    const { world } = useLocalServer();
    const within = world.looks;
    await immediate();
    expect([within, world.looks]).toEqual([0, 1]);
  });

  it('are looked for anew when the user names another address', async () => {
    const { world, logged } = useLocalServer();
    await immediate();
    world.result = there(server);
    editor.set('localServer.url', 'http://127.0.0.1:8080');
    await vi.waitFor(() => expect(logged.at(-1)).toBe(found));
  });

  it('are not looked for any more after the end', async () => {
    const { world, registration } = useLocalServer();
    registration.dispose();
    await immediate();
    expect([world.looks, editor.commands.size, editor.listeners]).toEqual([0, 0, 0]);
  });
});
