import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { toggleExclusion } from '../../src/features/completion/toggleExclusion.ts';
import { ExcludedFiles } from '../../src/platform/excludedFiles.ts';

interface Fake {
  user?: unknown;
  workspace?: unknown;
  folder?: unknown;
  workspaceFile: string | undefined;
  reads: number;
  updates: unknown[];
  changed: (event: { affectsConfiguration(section: string): boolean }) => void;
}

const fake = vi.hoisted((): Fake => ({ workspaceFile: undefined, reads: 0, updates: [], changed: () => undefined }));

vi.mock('vscode', () => {
  const folder = { name: 'shop', uri: { scheme: 'file', authority: '', path: '/work/shop', toString: () => 'file:///work/shop' } };
  const never = () => ({ dispose: () => undefined });
  return {
    ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
    Disposable: { from: never },
    workspace: {
      workspaceFolders: [folder],
      get workspaceFile() {
        return fake.workspaceFile;
      },
      getWorkspaceFolder: ({ path }: Uri) => (path.startsWith('/work/shop/') ? folder : undefined),
      onDidChangeWorkspaceFolders: never,
      onDidChangeConfiguration: (listener: Fake['changed']) => {
        fake.changed = listener;
        return never();
      },
      getConfiguration: (_section: string, scope: unknown) => {
        fake.reads += 1;
        return {
          inspect: () => ({
            globalValue: fake.user,
            workspaceValue: fake.workspace,
            workspaceFolderValue: scope ? fake.folder : undefined,
          }),
          update: async (...update: readonly unknown[]) => {
            fake.updates.push(update);
            fake.changed({ affectsConfiguration: (key) => key === 'farthing.completion.exclude' });
          },
        };
      },
    },
  };
});

beforeEach(() => {
  for (const key of ['user', 'workspace', 'folder'] as const) delete fake[key];
  Object.assign(fake, { workspaceFile: undefined, reads: 0, updates: [] });
});

const uriOf = (path: string): Uri =>
  ({ scheme: 'file', path, with: () => uriOf(path), toString: () => `file://${path}` }) as unknown as Uri;
const inShop = (path: string): Uri => uriOf(`/work/shop/${path}`);

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
