import type { Uri } from 'vscode';

interface Fake {
  user?: unknown;
  workspace?: unknown;
  folder?: unknown;
  workspaceFile: string | undefined;
  reads: number;
  updates: unknown[];
  changed: (event: { affectsConfiguration(section: string): boolean }) => void;
}

/** What is excluded by whom, in a window with the folder `/work/shop`; and what was written. */
export const fake: Fake = { workspaceFile: undefined, reads: 0, updates: [], changed: () => undefined };

export function resetFake(): void {
  for (const key of ['user', 'workspace', 'folder'] as const) delete fake[key];
  Object.assign(fake, { workspaceFile: undefined, reads: 0, updates: [] });
}

/** As much of the editor's API as exclusions touch. */
export function exclusionApi(): Record<string, unknown> {
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
}

export const uriOf = (path: string): Uri =>
  ({ scheme: 'file', path, with: () => uriOf(path), toString: () => `file://${path}` }) as unknown as Uri;
export const inShop = (path: string): Uri => uriOf(`/work/shop/${path}`);
