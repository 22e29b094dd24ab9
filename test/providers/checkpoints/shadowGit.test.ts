import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCheckpoints, pruneCheckpoints } from '../../../src/providers/checkpoints/index.ts';
import { useFolder } from '../../support/useFolder.ts';
import { world } from './world.ts';

const inFolder = useFolder();

describe('What a command changed', () => {
  it('is brought back, whatever it was', async () => {
    const before = { 'a.ts': '0', 'gone/b.ts': 'b', 'folder/c.ts': 'c', file: 'f', 'with\nbreak "quoted" ü': 'n' };
    const { checkpoints, root, write, remove, files } = world(inFolder, 'git', before);
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => {
      write('a.ts', '1');
      remove('gone');
      remove('folder');
      write('folder', 'a file now');
      remove('file');
      write('file/inside', 'a folder now');
      write('with\nbreak "quoted" ü', 'N');
      write('new.sh', 'x');
      chmodSync(path.join(root, 'new.sh'), 0o755);
    });
    const report = await checkpoints.restore(id);
    expect([report.left, files()]).toEqual([[], before]);
  });

  it('is told as left, where the window was closed before it ended', async () => {
    const { checkpoints, reopened, write } = world(inFolder, 'git', { 'a.ts': '0', 'b.ts': '0' });
    const id = await checkpoints.make('first');
    void checkpoints.around('unknown', () => new Promise(() => write('a.ts', '1')));
    await expect.poll(() => readFileSync(inFolder('workspace/a.ts'), 'utf8')).toBe('1');
    expect(await reopened().restore(id)).toEqual({ restored: [], left: ['a.ts'] });
  });

  it('is not brought back without git, and the checkpoints say so beforehand', async () => {
    const { checkpoints, write, files } = world(inFolder, 'no git', { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => write('a.ts', '1'));
    expect([checkpoints.coverage, await checkpoints.restore(id), files()]).toEqual([
      'named-files',
      { restored: [], left: [] },
      { 'a.ts': '1' },
    ]);
  });

  it('counts as changed by the user where the user did so before the command', async () => {
    const { checkpoints, write, files } = world(inFolder, 'git', { 'a.ts': '0', 'b.ts': '0' });
    const id = await checkpoints.make('first');
    write('a.ts', 'of the user');
    await checkpoints.around('unknown', async () => write('b.ts', '1'));
    expect([await checkpoints.restore(id), files()]).toEqual([
      { restored: ['b.ts'], left: [] },
      { 'a.ts': 'of the user', 'b.ts': '0' },
    ]);
  });

  it('is all that is brought back: what the user saved meanwhile stays, and is told as left', async () => {
    const before = { 'a.ts': '0', 'mine.ts': '0', 'both.ts': '0' };
    const { checkpoints, write, save, remove, files, listeners } = world(inFolder, 'git', before);
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => {
      write('a.ts', '1');
      save('mine.ts', 'of the user');
      save('new.ts', 'of the user');
      write('both.ts', '1');
      save('both.ts', 'of both');
      save('same.ts', 'gone again');
      remove('same.ts');
    });
    expect([await checkpoints.restore(id), files(), listeners()]).toEqual([
      { restored: ['a.ts'], left: ['both.ts', 'mine.ts', 'new.ts'] },
      { ...before, 'mine.ts': 'of the user', 'new.ts': 'of the user', 'both.ts': 'of both' },
      0,
    ]);
  });

  it('before and after something that the user saved meanwhile takes nothing of that away either', async () => {
    const { checkpoints, write, save, files } = world(inFolder, 'git', { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    await checkpoints.around('unknown', async () => save('a.ts', 'of the user'));
    await checkpoints.around(['a.ts'], async () => write('a.ts', 'of the user, and 2'));
    expect([await checkpoints.restore(id), files()]).toEqual([{ restored: [], left: ['a.ts'] }, { 'a.ts': 'of the user, and 2' }]);
  });

  it.skipIf(process.platform === 'win32')('leaves what the user saved through a link', async () => {
    const { checkpoints, root, save, files } = world(inFolder, 'git', { 'real.ts': '0' });
    symlinkSync('real.ts', path.join(root, 'link.ts'));
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => save('link.ts', 'of the user'));
    expect([await checkpoints.restore(id), files()]).toEqual([
      { restored: [], left: ['real.ts'] },
      { 'link.ts': '-> real.ts', 'real.ts': 'of the user' },
    ]);
  });

  it('leaves all of a folder that the user moved or removed in the editor meanwhile', async () => {
    const { checkpoints, write, remove, tell, files } = world(inFolder, 'git', { 'old/a.ts': '0', 'older.ts': '0' });
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => {
      remove('old');
      write('new/a.ts', '0');
      write('older.ts', '1');
      tell('old');
      tell('new');
    });
    expect([await checkpoints.restore(id), files()]).toEqual([
      { restored: ['older.ts'], left: ['new/a.ts', 'old/a.ts'] },
      { 'new/a.ts': '0', 'older.ts': '0' },
    ]);
  });
});

describe('A workspace that is too much for git', () => {
  it('is told once, and what was named is brought back all the same', async () => {
    const { checkpoints, root, write, files, warnings } = world(inFolder, 'git', { 'a.ts': '0' });
    for (let index = 0; index < 20; index += 1) writeFileSync(path.join(root, `${index}`), '');
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => write('b.ts', '1'));
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    const report = await checkpoints.restore(id);
    const told = `what commands change in ${root} cannot be undone: the workspace has more than 20 files`;
    expect([warnings, checkpoints.coverage, report, files()['a.ts']]).toEqual([
      [told],
      'named-files',
      { restored: ['a.ts'], left: [] },
      '0',
    ]);
  });
});

describe('The repository beside the workspace', () => {
  it('leaves the workspace’s own repository as it is, to the byte, and honours what it ignores', async () => {
    const { checkpoints, root, write } = world(inFolder, 'git', {
      '.gitignore': 'ignored/\n',
      'a.ts': '0',
      'ignored/big': 'x',
      'private.txt': 'p',
    });
    git(root, 'init', '-q');
    git(root, 'add', 'a.ts');
    writeFileSync(path.join(root, '.git/info/exclude'), 'private.txt\n');
    const own = snapshot(path.join(root, '.git'));
    await checkpoints.make('first');
    await checkpoints.around('unknown', async () => write('b.ts', '1'));
    expect(snapshot(path.join(root, '.git'))).toEqual(own);
    expect(kept()).toEqual(['.gitignore', 'a.ts', 'b.ts']);
  });

  it('keeps neither secrets nor files over 5 MB nor nested repositories', async () => {
    const { checkpoints, root, write } = world(inFolder, 'git', { 'a.ts': '0', '.env': 'KEY=1', id_ed25519: 'k', 'conf/server.pem': 'k' });
    write('big.bin', Buffer.alloc(5_000_001));
    write('nested/c.ts', 'c');
    git(path.join(root, 'nested'), 'init', '-q');
    await checkpoints.make('first');
    expect(kept()).toEqual(['a.ts']);
  });

  it('runs nothing that the repository or its surroundings configure: hooks, filters, file-system monitors', async () => {
    const mark = inFolder('was-run');
    const { checkpoints, root, write, files } = world(inFolder, 'git', {
      'a.ts': 'a\r\n',
      '.gitattributes': '* filter=evil text eol=lf ident\n',
    });
    const evil = `sh -c 'touch ${mark}; cat'`;
    for (const place of ['', 'nested']) {
      mkdirSync(path.join(root, place), { recursive: true });
      git(path.join(root, place), 'init', '-q');
      const set = (name: string, value: string): void => git(path.join(root, place), 'config', name, value);
      set('filter.evil.clean', evil);
      set('filter.evil.smudge', evil);
      set('core.fsmonitor', evil);
      set('core.hooksPath', inFolder('hooks'));
    }
    write('nested/n.ts', 'n');
    mkdirSync(inFolder('hooks'));
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'post-commit']) {
      writeFileSync(inFolder(`hooks/${hook}`), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
    const outside = inFolder('config');
    writeFileSync(outside, `[core]\n\tfsmonitor = ${JSON.stringify(evil)}\n\thooksPath = ${inFolder('hooks')}\n`);
    const before = process.env.GIT_CONFIG_GLOBAL;
    process.env.GIT_CONFIG_GLOBAL = outside;
    try {
      const id = await checkpoints.make('first');
      await checkpoints.around('unknown', async () => write('a.ts', 'changed\r\n'));
      await checkpoints.restore(id);
    } finally {
      if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
      else process.env.GIT_CONFIG_GLOBAL = before;
    }
    expect([existsSync(mark), files()['a.ts']]).toEqual([false, 'a\r\n']);
  });

  it('is the user’s alone, outside the workspace, and shared by the tasks in it', async () => {
    const { checkpoints, root, folder } = world(inFolder, 'git', { 'a.ts': '0' });
    await checkpoints.make('first');
    const [workspace = ''] = readdirSync(folder);
    expect([
      readdirSync(root),
      readdirSync(path.join(folder, workspace)),
      statSync(path.join(folder, workspace, 'tasks')).mode & 0o77,
    ]).toEqual([['a.ts'], ['files.git', 'tasks'], 0]);
  });

  it('serves several tasks at once, each with its own checkpoints', async () => {
    const { folder, root, write, files } = world(inFolder, 'git', { 'a.ts': '0', 'b.ts': '0' });
    const [one, other] = ['one', 'other'].map((taskId) => createCheckpoints({ folder, root, taskId }));
    const ids = await Promise.all([one?.make('first'), other?.make('first')]);
    await Promise.all([one?.around(['a.ts'], async () => write('a.ts', '1')), other?.around(['b.ts'], async () => write('b.ts', '1'))]);
    expect(await other?.restore(ids[1] ?? '')).toEqual({ restored: ['b.ts'], left: [] });
    expect([files(), one?.coverage, other?.coverage]).toEqual([{ 'a.ts': '1', 'b.ts': '0' }, 'all', 'all']);
  });

  it('keeps nothing of tasks that are removed, and all of the others', async () => {
    const { folder, root, write, checkpoints, files } = world(inFolder, 'git', { 'a.ts': '0' });
    const removed = createCheckpoints({ folder, root, taskId: 'removed' });
    const gone = await removed.make('first');
    await removed.around('unknown', async () => write('a.ts', '1'));
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => write('a.ts', '2'));
    const before = refs();
    await pruneCheckpoints(folder, ['task'], { graceMs: 0 });
    expect([new Set(before).size, new Set(refs()).size]).toEqual([2, 1]);
    await expect(createCheckpoints({ folder, root, taskId: 'removed' }).restore(gone)).rejects.toThrow('there is no checkpoint');
    expect([await checkpoints.restore(id), files()]).toEqual([{ restored: ['a.ts'], left: [] }, { 'a.ts': '1' }]);
    await checkpoints.around('unknown', async () => write('a.ts', '3'));
    expect([await checkpoints.restore(id), checkpoints.coverage]).toEqual([{ restored: ['a.ts'], left: [] }, 'all']);
  });

  it('sees what a command changed that runs before the first checkpoint', async () => {
    const { write, checkpoints, files } = world(inFolder, 'git', { 'a.ts': '0' });
    await checkpoints.around('unknown', async () => undefined);
    const id = await checkpoints.make('first');
    await checkpoints.around('unknown', async () => write('a.ts', '1'));
    expect([checkpoints.coverage, await checkpoints.restore(id), files()]).toEqual([
      'all',
      { restored: ['a.ts'], left: [] },
      { 'a.ts': '0' },
    ]);
  });

  it('stays while the first task in it is being begun', async () => {
    const { folder, checkpoints, reopened } = world(inFolder, 'git', { 'a.ts': '0' });
    // The repository is there, and no task yet.
    const making = checkpoints.make('first');
    for (let looks = 0; looks < 50; looks += 1) await pruneCheckpoints(folder, []);
    await making;
    for (let looks = 0; looks < 3; looks += 1) await pruneCheckpoints(folder, []);
    expect([await reopened().restore(await making), reopened().coverage]).toEqual([{ restored: [], left: [] }, 'all']);
  });

  it('goes with the last task in it', async () => {
    const { folder, write, checkpoints, reopened } = world(inFolder, 'git', { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    await pruneCheckpoints(folder, ['task'], { graceMs: 0 });
    // Begun by another window just now, as far as this one knows.
    await pruneCheckpoints(folder, []);
    expect(await reopened().restore(id)).toEqual({ restored: ['a.ts'], left: [] });
    await pruneCheckpoints(folder, ['another'], { graceMs: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1' } });
}

function repository(): string {
  const [workspace = ''] = readdirSync(inFolder('checkpoints'));
  return inFolder(`checkpoints/${workspace}/files.git`);
}

/** The task of each commit. */
function refs(): readonly string[] {
  return execFileSync('git', [`--git-dir=${repository()}`, 'for-each-ref', '--format=%(refname)'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('/')[2] ?? '');
}

/** What the newest commit holds. */
function kept(): readonly string[] {
  const list = (...args: readonly string[]): readonly string[] =>
    execFileSync('git', [`--git-dir=${repository()}`, ...args], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  const newest = list('for-each-ref', '--sort=-refname', '--format=%(objectname)')[0] ?? '';
  return list('ls-tree', '-r', '--name-only', newest);
}

function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const found = statSync(path.join(folder, name));
      return `${name} ${found.mtimeMs} ${found.isFile() ? readFileSync(path.join(folder, name), 'base64') : ''}`;
    });
}
