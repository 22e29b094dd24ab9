import { FakePosition, FakeRange } from '../../support/fakeDocument.ts';
import { editor } from '../../support/fakeEditor.ts';

/** The user's memory and the workspace's, as a restart finds them. */
export class FakeMemento {
  readonly stored = new Map<string, unknown>();
  isFull = false;

  get<Value>(key: string): Value | undefined {
    return this.stored.get(key) as Value | undefined;
  }

  async update(key: string, value: unknown): Promise<void> {
    if (this.isFull) throw new Error('the disk is full');
    if (value === undefined) this.stored.delete(key);
    else this.stored.set(key, value);
  }
}

export class FakeUri {
  readonly scheme = 'file';
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  static joinPath(uri: FakeUri, ...parts: readonly string[]): FakeUri {
    return new FakeUri([uri.path, ...parts].join('/'));
  }

  toString(): string {
    return `file://${this.path}`;
  }
}

class FakeFileSystemError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

class FakeDiagnostic {
  readonly range: unknown;
  readonly message: string;
  readonly severity: number;
  source = '';

  constructor(range: unknown, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

class FakeRangeOfNumbers extends FakeRange {
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    super(new FakePosition(startLine, startCharacter), new FakePosition(endLine, endCharacter));
  }
}

class FakeEvent<Value> {
  readonly listeners = new Set<(value: Value) => void>();
  readonly on = (listener: (value: Value) => void): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: Value): void {
    for (const listener of this.listeners) listener(value);
  }
}

export interface FakeTextDocument {
  readonly uri: FakeUri;
  readonly version: number;
  readonly isClosed: boolean;
  getText(): string;
}

/** A workspace with files in memory, on top of the editor whose user answers by a script. */
export class FakeWorkspace {
  isTrusted = true;
  folders: readonly { readonly uri: FakeUri; readonly name: string }[] = [];
  documents: FakeTextDocument[] = [];
  readonly files = new Map<string, string>();
  /** Their file system does not answer. */
  readonly hanging = new Set<string>();
  /** The paths that were looked at. */
  readonly touched: string[] = [];
  /** The details of modal questions. */
  readonly details: string[] = [];
  readonly opened: string[] = [];
  /** By the document's path: `line:character-line:character severity message`. */
  readonly marks = new Map<string, readonly string[]>();
  readonly trust = new FakeEvent<void>();
  readonly foldersChange = new FakeEvent<void>();
  readonly open = new FakeEvent<FakeTextDocument>();
  readonly save = new FakeEvent<FakeTextDocument>();
  readonly close = new FakeEvent<FakeTextDocument>();
  readonly fileChange = new FakeEvent<string>();

  /** With `.farthing/rules.jsonc` where there is text. */
  addFolder(name: string, rulesText?: string): void {
    this.folders = [...this.folders, { uri: new FakeUri(`/work/${name}`), name }];
    if (rulesText !== undefined) this.files.set(`/work/${name}/.farthing/rules.jsonc`, rulesText);
  }

  /** Somebody writes the file, or deletes it. */
  write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.fileChange.fire(path);
  }

  get listeners(): number {
    const events = [this.trust, this.foldersChange, this.open, this.save, this.close, this.fileChange];
    return events.reduce((sum, { listeners }) => sum + listeners.size, 0) + editor.listeners;
  }

  api(): Record<string, unknown> {
    const api = editor.api() as { readonly window: Record<string, (...args: readonly unknown[]) => unknown>; readonly workspace: object };
    const withDetail =
      (show: string) =>
      (words: string, ...rest: readonly unknown[]) => {
        for (const part of rest) if (typeof part === 'object' && part !== null && 'detail' in part) this.details.push(String(part.detail));
        return api.window[show]?.(words, ...rest);
      };
    const bytesOf = (uri: FakeUri): Uint8Array => {
      this.touched.push(uri.path);
      const text = this.files.get(uri.path);
      if (text === undefined) throw new FakeFileSystemError('FileNotFound');
      return new TextEncoder().encode(text);
    };
    const world = this;
    return {
      ...api,
      Uri: FakeUri,
      FileSystemError: FakeFileSystemError,
      Diagnostic: FakeDiagnostic,
      DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2 },
      Range: FakeRangeOfNumbers,
      RelativePattern: class {
        readonly path: string;
        constructor({ uri }: { readonly uri: FakeUri }, pattern: string) {
          this.path = `${uri.path}/${pattern}`;
        }
      },
      window: {
        ...api.window,
        showWarningMessage: withDetail('showWarningMessage'),
        showInformationMessage: withDetail('showInformationMessage'),
        showTextDocument: async (uri: FakeUri) => void this.opened.push(uri.path),
      },
      languages: { createDiagnosticCollection: () => this.#collection() },
      workspace: {
        ...api.workspace,
        get isTrusted() {
          return world.isTrusted;
        },
        get workspaceFolders() {
          return world.folders;
        },
        get textDocuments() {
          return world.documents;
        },
        fs: {
          stat: async (uri: FakeUri) => {
            if (this.hanging.has(uri.path)) await new Promise(() => undefined);
            return { size: bytesOf(uri).byteLength };
          },
          readFile: async (uri: FakeUri) => bytesOf(uri),
        },
        onDidGrantWorkspaceTrust: this.trust.on,
        onDidChangeWorkspaceFolders: this.foldersChange.on,
        onDidOpenTextDocument: this.open.on,
        onDidSaveTextDocument: this.save.on,
        onDidCloseTextDocument: this.close.on,
        createFileSystemWatcher: ({ path }: { readonly path: string }) => ({
          onDidCreate: () => ({ dispose: () => undefined }),
          onDidChange: (listener: () => void) => this.fileChange.on((changed) => void (changed === path && listener())),
          onDidDelete: () => ({ dispose: () => undefined }),
          dispose: () => undefined,
        }),
      },
    };
  }

  reset(): void {
    editor.reset();
    this.isTrusted = true;
    this.folders = [];
    this.documents = [];
    for (const list of [this.touched, this.details, this.opened]) list.length = 0;
    this.files.clear();
    this.hanging.clear();
    this.marks.clear();
    for (const { listeners } of [this.trust, this.foldersChange, this.open, this.save, this.close, this.fileChange]) listeners.clear();
  }

  #collection(): object {
    const own = new Set<string>();
    const drop = (path: string): void => void (own.delete(path) && this.marks.delete(path));
    const clear = (): void => {
      for (const path of own) drop(path);
    };
    return {
      set: ({ path }: FakeUri, diagnostics: readonly FakeDiagnostic[]) => {
        drop(path);
        if (diagnostics.length === 0) return;
        own.add(path);
        this.marks.set(path, diagnostics.map(inWords));
      },
      delete: ({ path }: FakeUri) => drop(path),
      clear,
      dispose: clear,
    };
  }
}

function inWords({ range, message, severity }: FakeDiagnostic): string {
  const { start, end } = range as FakeRange;
  const [firstLine] = message.split('\n');
  return `${start.line}:${start.character}-${end.line}:${end.character} ${['error', 'warning', 'information'][severity]} ${firstLine}`;
}

/** The world of a test file: `vi.mock('vscode', async () => (await import('.../fakeWorkspace.ts')).world.api())`. */
export const world = new FakeWorkspace();
