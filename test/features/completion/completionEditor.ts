import type { TextDocument, Uri } from 'vscode';
import { FakePosition, FakeRange, fakeDocument } from '../../support/fakeDocument.ts';
import { editor } from '../../support/fakeEditor.ts';

export type Item = {
  readonly insertText: string;
  readonly range: FakeRange;
  readonly command?: { readonly arguments: readonly unknown[] };
};
export type Context = {
  readonly triggerKind: 0 | 1;
  readonly selectedCompletionInfo?: { readonly range: FakeRange; readonly text: string };
};
type Ask = (document: unknown, position: unknown, context: Context, token: unknown) => Promise<readonly Item[]>;
type Change = { readonly rangeOffset: number; readonly rangeLength: number; readonly text: string };

/** What the fake editor is told, and what it looks at. */
export const window: {
  ask?: Ask;
  change?: (event: { readonly document: unknown; readonly contentChanges: readonly Change[] }) => void;
  close?: (document: unknown) => void;
  activeTextEditor?: { readonly document: unknown; readonly selection: { readonly active: unknown } };
} = {};

export const never = () => ({ dispose: () => undefined });
const folder = { name: 'shop', uri: uriOf('file:///work/shop') };

/** An editor with the folder `/work/shop` open, whose file systems `file`, `vscode-vfs` and `vscode-userdata` can be written to. */
export function completionApi(): Record<string, unknown> {
  const api = editor.api() as { readonly window: object; readonly workspace: object };
  const getWorkspaceFolder = ({ scheme, path }: Uri) =>
    scheme === folder.uri.scheme && `${path}/`.startsWith(`${folder.uri.path}/`) ? folder : undefined;
  return {
    ...api,
    Position: FakePosition,
    Range: FakeRange,
    Uri: { parse: uriOf },
    EndOfLine: { LF: 1, CRLF: 2 },
    InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 },
    InlineCompletionItem: class {
      readonly insertText: string;
      readonly range: FakeRange;

      constructor(insertText: string, range: FakeRange) {
        this.insertText = insertText;
        this.range = range;
      }
    },
    window: Object.defineProperty({ ...api.window, onDidChangeActiveTextEditor: never }, 'activeTextEditor', {
      get: () => window.activeTextEditor,
    }),
    ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
    workspace: {
      ...api.workspace,
      // What is excluded is the workspace's here, all else the user's.
      getConfiguration: () => ({
        get: (key: string) => editor.settings[key],
        inspect: (key: string) => ({ [key === 'completion.exclude' ? 'workspaceValue' : 'globalValue']: editor.settings[key] }),
        update: async (key: string, value: unknown) => editor.set(key, value),
      }),
      workspaceFolders: [folder],
      getWorkspaceFolder,
      onDidChangeWorkspaceFolders: never,
      onDidChangeTextDocument: (listener: NonNullable<typeof window.change>) => {
        window.change = listener;
        return never();
      },
      onDidCloseTextDocument: (listener: NonNullable<typeof window.close>) => {
        window.close = listener;
        return never();
      },
      fs: {
        isWritableFileSystem: (scheme: string) =>
          ['file', 'vscode-vfs', 'vscode-userdata'].includes(scheme) || (scheme === 'git' ? false : undefined),
      },
    },
    languages: {
      registerInlineCompletionItemProvider: (
        _selector: unknown,
        { provideInlineCompletionItems }: { provideInlineCompletionItems: Ask },
      ) => {
        window.ask = provideInlineCompletionItems;
        return never();
      },
    },
  };
}

/** An address as the editor makes it, as far as places are read from it. */
export function uriOf(text: string): Uri {
  const [, scheme = '', authority = '', path = '', query = ''] = /^([^:]+):(?:\/\/([^/]*))?([^#?]*)(?:\?([^#]*))?/.exec(text) ?? [];
  const made = (parts: { scheme: string; authority: string; path: string; query: string }): unknown => ({
    ...parts,
    with: (change: Partial<typeof parts>) => made({ ...parts, ...change }),
    toString: () => text,
  });
  return made({ scheme, authority, path, query }) as Uri;
}

export interface DocumentFacts {
  readonly uri: string;
  readonly languageId: string;
}

export interface Marked {
  readonly document: TextDocument & { version: number; isClosed: boolean };
  readonly position: FakePosition;
}

/** The document that has its cursor at `|`. */
export function documentAt(marked: string, facts: Partial<DocumentFacts> = {}): Marked {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const fake = fakeDocument(text);
  const document = {
    ...fake,
    uri: uriOf(facts.uri ?? 'file:///work/shop/src/a.ts'),
    languageId: facts.languageId ?? 'typescript',
    version: 1,
    isClosed: false,
    getText: (range?: never) => (range ? fake.getText(range) : text),
  };
  return { document: document as unknown as Marked['document'], position: document.positionAt(offset) as unknown as FakePosition };
}
