import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ExcludedFiles } from '../../src/platform/excludedFiles.ts';
import { fake, inShop, resetFake } from '../support/fakeExclusions.ts';

vi.mock('vscode', async () => (await import('../support/fakeExclusions.ts')).exclusionApi());

beforeEach(resetFake);

describe('The excluded files', () => {
  it('are those of user, workspace and folder together: nothing that one keeps out is brought in by another', () => {
    Object.assign(fake, { user: ['*.env'], workspace: [], folder: ['secrets/**'] });
    const { exclusionOf } = new ExcludedFiles();
    expect(['a.env', 'deep/b.env', 'secrets/a.ts', 'src/a.ts'].map((path) => exclusionOf(inShop(path)))).toEqual([
      { by: 'glob', glob: '*.env' },
      { by: 'glob', glob: '*.env' },
      { by: 'glob', glob: 'secrets/**' },
      undefined,
    ]);
  });

  it('are known by path and folder name, too, as the context of other files asks for them', () => {
    Object.assign(fake, { user: ['*.env'], folder: ['secrets'] });
    const { isExcluded } = new ExcludedFiles();
    const asked = [
      { workspace: 'shop', path: 'secrets/a.ts' },
      { path: 'secrets/a.ts' },
      { path: '/home/user/a.env' },
      { workspace: 'another', path: 'a.env' },
    ];
    expect(asked.map(isExcluded)).toEqual([true, false, true, true]);
  });

  it.each<[string, unknown, string]>([
    ['no list', '*.env', 'must be a list of globs such as ["*.env"]'],
    ['a list of something else', [{ glob: '*.env' }], 'must be a list of globs such as ["*.env"]'],
    ['an empty glob', ['*.env', ''], ': must not be empty'],
    ['one that says what is not excluded', ['!a.ts'], '!a.ts: must say what it is for, not what it is not for: take the "!" away'],
  ])('are all files while a value cannot be read, for nobody knows which were meant: %s', (_what, value, problem) => {
    fake.workspace = value;
    const files = new ExcludedFiles();
    expect([files.exclusionOf(inShop('a.ts')), files.isExcluded({ path: '/b.ts' })]).toEqual([{ by: 'unreadable', problem }, true]);
  });

  it('are read once for a folder, and again when the setting changed', () => {
    const { exclusionOf } = new ExcludedFiles();
    for (let key = 0; key < 100; key += 1) exclusionOf(inShop('a.ts'));
    const reads = fake.reads;
    fake.user = ['a.ts'];
    fake.changed({ affectsConfiguration: () => true });
    expect([reads, exclusionOf(inShop('a.ts')), fake.reads]).toEqual([1, { by: 'glob', glob: 'a.ts' }, 2]);
  });
});
