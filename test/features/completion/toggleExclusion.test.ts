import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toggleExclusion } from '../../../src/features/completion/toggleExclusion.ts';
import { ExcludedFiles } from '../../../src/platform/excludedFiles.ts';
import { fake, inShop, resetFake, uriOf } from '../../support/fakeExclusions.ts';

vi.mock('vscode', async () => (await import('../../support/fakeExclusions.ts')).exclusionApi());

beforeEach(resetFake);

describe('Turning a file off', () => {
  it.each<[string, string, string]>([
    ['in a folder', 'src/a.ts', 'src/a.ts'],
    ['at the top, which no other of its name shares', 'a.ts', '/a.ts'],
    ['with syntax of globs in its name', 'src/{a,b}.ts', 'src/?a,b?.ts'],
    ['with brackets, which are none', 'app/[id]/a.ts', 'app/[id]/a.ts'],
  ])('writes a glob that fits it: %s', async (_where, path, glob) => {
    fake.workspace = ['*.env'];
    const files = new ExcludedFiles();
    await toggleExclusion(files, inShop(path));
    fake.workspace = ['*.env', glob];
    fake.changed({ affectsConfiguration: () => true });
    expect([fake.updates, files.exclusionOf(inShop(path)), files.exclusionOf(inShop(`x/${path}`))]).toEqual([
      [['completion.exclude', ['*.env', glob], 2]],
      { by: 'glob', glob },
      undefined,
    ]);
  });

  it('writes into its folder where there are several, and takes the list away with its last glob', async () => {
    Object.assign(fake, { workspaceFile: 'all.code-workspace', workspace: ['*.env'], folder: ['src/a.ts'] });
    await toggleExclusion(new ExcludedFiles(), inShop('src/a.ts'));
    expect(fake.updates).toEqual([['completion.exclude', undefined, 3]]);
  });

  it('writes nothing of a file outside of all folders, nor while the setting cannot be read', async () => {
    const files = new ExcludedFiles();
    const outside = await toggleExclusion(files, uriOf('/home/user/a.ts'));
    const asContext = files.isExcluded({ path: '/home/user/a.ts' });
    fake.workspace = 'a.ts';
    fake.changed({ affectsConfiguration: () => true });
    const unreadable = await toggleExclusion(files, inShop('a.ts'));
    expect([outside, asContext, unreadable?.by, fake.updates]).toEqual([{ by: 'window' }, true, 'unreadable', []]);
  });
});
