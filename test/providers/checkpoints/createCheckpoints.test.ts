import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../../support/useFolder.ts';
import { world } from './world.ts';

const inFolder = useFolder();
const noSpecialFiles = process.platform === 'win32';

describe.each(['git', 'no git'] as const)('Checkpoints with %s', (hasGit) => {
  it('bring back what an edit changed, created, deleted and renamed', async () => {
    const before = { 'a.ts': 'one\n', 'deep/b.ts': 'two\r\n', 'c.ts': 'three' };
    const { checkpoints, write, remove, files } = world(inFolder, hasGit, before);
    const id = await checkpoints.make('first');
    await checkpoints.around(['a.ts'], async () => write('a.ts', 'ONE\n'));
    await checkpoints.around(['new/folder/d.ts'], async () => write('new/folder/d.ts', 'four'));
    await checkpoints.around(['deep/b.ts'], async () => remove('deep'));
    await checkpoints.around(['c.ts', 'moved.ts'], async () => {
      remove('c.ts');
      write('moved.ts', 'three');
    });
    expect(await checkpoints.restore(id)).toEqual({
      restored: ['a.ts', 'c.ts', 'deep/b.ts', 'moved.ts', 'new/folder/d.ts'],
      left: [],
    });
    expect([files(), existsSync(inFolder('workspace/new'))]).toEqual([before, false]);
  });

  it('undo a step, then the steps before it', async () => {
    const { checkpoints, write, files } = world(inFolder, hasGit, { 'a.ts': '0' });
    const first = await checkpoints.make('first');
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    const second = await checkpoints.make('second');
    await checkpoints.around(['a.ts'], async () => write('a.ts', '2'));
    const undone = [
      await checkpoints.restore(second),
      files(),
      await checkpoints.restore(first),
      files(),
      await checkpoints.restore(first),
    ];
    const restored = { restored: ['a.ts'], left: [] };
    expect(undone).toEqual([restored, { 'a.ts': '1' }, restored, { 'a.ts': '0' }, { restored: [], left: [] }]);
  });

  it('leave what the user changed after the agent, between two of its changes, or has unsaved, and tell it', async () => {
    const { checkpoints, write, files, dirty } = world(inFolder, hasGit, {
      after: '0',
      between: '0',
      unsaved: '0',
      other: '0',
      before: '0',
    });
    const id = await checkpoints.make('first');
    write('before', 'of the user');
    await checkpoints.around(['after', 'between', 'unsaved', 'other', 'before'], async () => {
      for (const name of ['after', 'between', 'unsaved', 'other', 'before']) write(name, '1');
    });
    write('after', 'of the user');
    write('between', 'of the user');
    await checkpoints.around(['between'], async () => write('between', '2'));
    dirty.add('unsaved');
    write('untouched by the agent', 'of the user');
    expect(await checkpoints.restore(id)).toEqual({ restored: ['before', 'other'], left: ['after', 'between', 'unsaved'] });
    expect(files()).toEqual({
      ...{ after: 'of the user', before: 'of the user', between: '2', other: '0', unsaved: '1' },
      'untouched by the agent': 'of the user',
    });
  });

  it('hold over a reload of the window', async () => {
    const { checkpoints, reopened, write, files } = world(inFolder, hasGit, { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    expect([await reopened().restore(id), files()]).toEqual([{ restored: ['a.ts'], left: [] }, { 'a.ts': '0' }]);
  });

  it('leave a file that was being changed when the window was closed, unless it is as it was', async () => {
    const { checkpoints, reopened, write } = world(inFolder, hasGit, { 'a.ts': '0', 'b.ts': '0' });
    const id = await checkpoints.make('first');
    void checkpoints.around(['a.ts', 'b.ts'], () => new Promise(() => write('a.ts', '1')));
    await expect.poll(() => readFileSync(inFolder('workspace/a.ts'), 'utf8')).toBe('1');
    expect(await reopened().restore(id)).toEqual({ restored: [], left: ['a.ts'] });
  });

  it.skipIf(noSpecialFiles)('bring back binary files, executable bits and links', async () => {
    const { checkpoints, root, write, remove, files } = world(inFolder, hasGit, { target: 'there', 'run.sh': '#!/bin/sh\n' });
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    write('picture.png', bytes);
    chmodSync(path.join(root, 'run.sh'), 0o755);
    symlinkSync('target', path.join(root, 'link'));
    const before = files();
    const id = await checkpoints.make('first');
    await checkpoints.around(['picture.png', 'run.sh', 'link'], async () => {
      write('picture.png', 'text now');
      chmodSync(path.join(root, 'run.sh'), 0o644);
      remove('link');
      write('link', 'a file now');
    });
    expect(await checkpoints.restore(id)).toEqual({ restored: ['link', 'picture.png', 'run.sh'], left: [] });
    expect([files(), readFileSync(path.join(root, 'picture.png'))]).toEqual([before, bytes]);
  });
});

describe('Checkpoints', () => {
  it.skipIf(noSpecialFiles)('bring back what was written through a link inside the workspace', async () => {
    const { checkpoints, root, write, files } = world(inFolder, 'no git', { 'real.ts': '0' });
    symlinkSync('real.ts', path.join(root, 'link.ts'));
    const id = await checkpoints.make('first');
    await checkpoints.around(['link.ts'], async () => write('link.ts', '1'));
    expect(await checkpoints.restore(id)).toEqual({ restored: ['real.ts'], left: [] });
    expect(files()).toEqual({ 'link.ts': '-> real.ts', 'real.ts': '0' });
  });

  it.skipIf(noSpecialFiles)('write nothing through a folder that became a link out of the workspace', async () => {
    const { checkpoints, root, write, remove } = world(inFolder, 'no git', { 'folder/a.ts': '0' });
    mkdirSync(inFolder('outside'));
    writeFileSync(inFolder('outside/a.ts'), '1');
    const id = await checkpoints.make('first');
    await checkpoints.around(['folder/a.ts'], async () => write('folder/a.ts', '1'));
    remove('folder');
    symlinkSync(inFolder('outside'), path.join(root, 'folder'));
    expect(await checkpoints.restore(id)).toEqual({ restored: [], left: ['folder/a.ts'] });
    expect(readFileSync(inFolder('outside/a.ts'), 'utf8')).toBe('1');
  });

  it('keep no copy of what holds secrets: its change is told as left, and one that was created goes', async () => {
    const { checkpoints, folder, write, files } = world(inFolder, 'no git', { '.env': 'KEY=hunter2' });
    const id = await checkpoints.make('first');
    await checkpoints.around(['.env', '.env.test'], async () => {
      write('.env', 'KEY=other');
      write('.env.test', 'KEY=new');
    });
    expect(await checkpoints.restore(id)).toEqual({ restored: ['.env.test'], left: ['.env'] });
    expect([files(), grep(folder, 'hunter2')]).toEqual([{ '.env': 'KEY=other' }, []]);
  });

  it('tell of a change that is in the editor alone, because the user had unsaved ones', async () => {
    const { checkpoints, dirty } = world(inFolder, 'no git', { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    dirty.add('a.ts');
    await checkpoints.around(['a.ts'], async () => undefined);
    expect(await checkpoints.restore(id)).toEqual({ restored: [], left: ['a.ts'] });
  });

  it('change nothing outside the workspace: what was approved there is told as left', async () => {
    const { checkpoints } = world(inFolder, 'no git');
    const outside = [inFolder('outside.ts'), '../beside.ts'];
    const id = await checkpoints.make('first');
    await checkpoints.around(outside, async () => {
      for (const name of ['outside.ts', 'beside.ts']) writeFileSync(inFolder(name), 'new');
    });
    expect(await checkpoints.restore(id)).toEqual({ restored: [], left: ['../beside.ts', '../outside.ts'] });
    expect(['outside.ts', 'beside.ts'].map((name) => readFileSync(inFolder(name), 'utf8'))).toEqual(['new', 'new']);
  });

  it('lose to a torn line of their journal only what it was about', async () => {
    const { checkpoints, reopened, write, folder, files } = world(inFolder, 'no git', { 'a.ts': '0', 'b.ts': '0' });
    const first = await checkpoints.make('first');
    await checkpoints.around(['b.ts'], async () => write('b.ts', '1'));
    await checkpoints.around(['a.ts'], async () => write('a.ts', '1'));
    const journal = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('journal.jsonl')) ?? '';
    truncateSync(path.join(folder, journal), statSync(path.join(folder, journal)).size - 20);
    const later = reopened();
    const second = await later.make('second');
    await later.around(['a.ts'], async () => write('a.ts', '2'));
    const last = reopened();
    expect([await last.restore(second), files(), await last.restore(first)]).toEqual([
      { restored: ['a.ts'], left: [] },
      { 'a.ts': '1', 'b.ts': '1' },
      { restored: ['b.ts'], left: ['a.ts'] },
    ]);
  });

  it('give back what the work gives, and throw what it throws, having remembered what it did', async () => {
    const { checkpoints, write, files } = world(inFolder, 'no git', { 'a.ts': '0' });
    const id = await checkpoints.make('first');
    const given = await checkpoints.around(['a.ts'], async () => 'given');
    const thrown = checkpoints.around(['a.ts'], async () => {
      write('a.ts', 'half');
      throw new Error('broken');
    });
    await expect(thrown).rejects.toThrow('broken');
    await checkpoints.restore(id);
    expect([given, files()]).toEqual(['given', { 'a.ts': '0' }]);
  });

  it('say when there is no such checkpoint', async () => {
    await expect(world(inFolder, 'no git').checkpoints.restore('none')).rejects.toThrow('there is no checkpoint none');
  });
});

function grep(folder: string, words: string): readonly string[] {
  const found = execFileSync('sh', ['-c', 'grep -rl -- "$1" "$2" || true', 'sh', words, folder], { encoding: 'utf8' });
  return found.split('\n').filter((line) => line !== '');
}
