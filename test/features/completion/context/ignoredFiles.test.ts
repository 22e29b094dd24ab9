import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IgnoredFiles } from '../../../../src/features/completion/context/ignoredFiles.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { fakeWindow } from './fakeWindow.ts';

vi.mock('vscode', async () => (await import('./fakeWindow.ts')).fakeWindow.api());
beforeEach(() => fakeWindow.reset());

function useIgnoredFiles() {
  const time = new FakeTime();
  const ignored = new IgnoredFiles({ timers: time, now: time.now });
  const ask = (...paths: readonly string[]) => Promise.all(paths.map((path) => ignored.ask(`file:///shop/${path}`)));
  const known = (path: string) => ignored.isIgnored(`file:///shop/${path}`);
  return { time, ignored, ask, known };
}

const onDisk = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) fakeWindow.disk.set(path, text);
};

describe('Without a repository that the editor opened, a file is ignored', () => {
  const paths = ['out/a.js', 'src/secret.ts', 'src/a.ts'];

  it.each<[what: string, disk: Readonly<Record<string, string>>, answers: readonly boolean[]]>([
    ['by rules of the workspace folder', { '/shop/.gitignore': 'out/' }, [true, false, false]],
    ['by rules of a folder below it', { '/shop/src/.gitignore': '/secret.ts' }, [false, true, false]],
    ['by rules of the repository that the folder lies in', { '/.gitignore': '/shop/out\nsecret.*', '/.git/HEAD': '' }, [true, true, false]],
    ['by what that repository excludes for itself', { '/.git/info/exclude': 'out\n' }, [true, false, false]],
    [
      'by what the repository of a worktree excludes for itself',
      { '/shop/.git': 'gitdir: /x/.git/worktrees/w\n', '/x/.git/worktrees/w/commondir': '/x/.git\n', '/x/.git/info/exclude': 'out\n' },
      [true, false, false],
    ],
    ['not by rules that lie above, but in no repository', { '/.gitignore': '*' }, [false, false, false]],
    ['not by rules above the repository', { '/.gitignore': '*', '/.git/HEAD': '', '/shop/.git/HEAD': '' }, [false, false, false]],
    ['by rules of an outer repository for one in it', { '/shop/.gitignore': 'out/', '/shop/out/.git/HEAD': '' }, [true, false, false]],
    ['where the rules are too long to be read', { '/shop/src/.gitignore': '#'.repeat(300_000) }, [false, true, true]],
  ])('%s', async (_what, disk, answers) => {
    onDisk(disk);
    expect(await useIgnoredFiles().ask(...paths)).toEqual(answers);
  });
});

describe('What git says of a file', () => {
  const useGit = async () => {
    fakeWindow.git = { ignored: new Set(), staged: '', changed: '', broken: new Set() };
    const use = useIgnoredFiles();
    await use.time.advance(0);
    await use.ask('a.ts');
    return { ...use, git: fakeWindow.git };
  };

  it('is asked anew soon after the repository changed, once for several changes', async () => {
    const { time, known, git } = await useGit();
    git.ignored.add('/shop/a.ts');
    const before = fakeWindow.gitCalls;
    for (let change = 0; change < 5; change += 1) fakeWindow.tell('onDidChangeRepository', undefined);
    await time.advance(2_000);
    await time.advance(0);
    expect([known('a.ts'), fakeWindow.gitCalls - before]).toEqual([true, 1]);
  });

  it('serves for a minute, and is asked anew meanwhile where it is used', async () => {
    const { time, known, git } = await useGit();
    await time.advance(40_000);
    const used = known('a.ts');
    await time.advance(0);
    git.ignored.add('/shop/a.ts');
    await time.advance(40_000);
    const again = known('a.ts');
    await time.advance(70_000);
    expect([used, again, known('a.ts')]).toEqual([false, false, undefined]);
  });

  it('is there again after a pause, where it is waited for', async () => {
    const { time, ignored, known, git } = await useGit();
    git.ignored.add('/shop/a.ts');
    await time.advance(100_000);
    await ignored.refresh();
    expect([known('a.ts'), time.pendingTimers]).toEqual([true, 0]);
  });

  it('comes from one process for all that is asked at once, and file by file where one of them breaks it', async () => {
    const { ask, git } = await useGit();
    git.ignored.add('/shop/c.ts');
    const before = fakeWindow.gitCalls;
    const together = [await ask('b.ts', 'c.ts'), fakeWindow.gitCalls - before];
    git.broken?.add('/shop/link/d.ts');
    expect([together, await ask('link/d.ts', 'e.ts')]).toEqual([
      [[false, true], 1],
      [true, false],
    ]);
  });
});
