import { FakePosition, FakeRange } from '../../../support/fakeDocument.ts';
import { fakeVscode } from '../../../support/fakeVscode.ts';

class FakeUri {
  readonly scheme: string;
  readonly authority = '';
  readonly path: string;

  constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }

  static file(path: string): FakeUri {
    return new FakeUri('file', path);
  }

  static joinPath(base: FakeUri, name: string): FakeUri {
    return base.with({ path: name === '' ? base.path : `${base.path.replace(/\/$/, '')}/${name}` });
  }

  get fsPath(): string {
    return this.path;
  }

  with({ path = this.path }: { readonly path?: string }): FakeUri {
    return new FakeUri(this.scheme, path);
  }

  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

export class FakeDocument {
  readonly uri: FakeUri;
  readonly isClosed = false;
  text: string;
  isDirty: boolean;
  saves = 0;
  readonly onSave: (text: string) => void;

  constructor(uri: FakeUri, text: string, isDirty: boolean, onSave: (text: string) => void) {
    this.uri = uri;
    this.text = text;
    this.isDirty = isDirty;
    this.onSave = onSave;
  }

  getText(): string {
    return this.text;
  }

  positionAt(offset: number): FakePosition {
    const before = this.text.slice(0, offset).split('\n');
    return new FakePosition(before.length - 1, before.at(-1)?.length ?? 0);
  }

  offsetAt({ line, character }: FakePosition): number {
    return this.text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  }

  async save(): Promise<boolean> {
    this.saves += 1;
    this.isDirty = false;
    this.onSave(this.text);
    return true;
  }
}

class FakeWorkspaceEdit {
  readonly replaced: { readonly uri: FakeUri; readonly range: FakeRange; readonly text: string }[] = [];

  replace(uri: FakeUri, range: FakeRange, text: string): void {
    this.replaced.push({ uri, range, text });
  }
}

/** Somebody who is told of events. */
class FakeEvent<What> {
  readonly #listeners = new Set<(what: What) => void>();

  readonly subscribe = (listener: (what: What) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  tell(what: What): void {
    for (const listener of this.#listeners) listener(what);
  }
}

export class FakeTerminal {
  readonly options: Readonly<Record<string, unknown>>;
  readonly sent: string[] = [];
  isDisposed = false;
  shellIntegration: unknown;
  readonly #onClose: (terminal: FakeTerminal) => void;

  constructor(options: Readonly<Record<string, unknown>>, onClose: (terminal: FakeTerminal) => void) {
    this.options = options;
    this.#onClose = onClose;
  }

  show(): void {}

  sendText(text: string): void {
    this.sent.push(text);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#onClose(this);
  }
}

export interface FakeExecution {
  readonly command: string;
  readonly output: readonly string[];
  read(): AsyncIterable<string>;
}

export interface FakeDiagnostic {
  readonly severity: number;
  readonly range: { readonly start: { readonly line: number } };
  readonly message: string;
  readonly source?: string;
}

/** As much of the workbench as the agent's tools touch: documents, file systems, languages, terminals and tools of others. */
export class FakeWorkbench {
  isTrusted = true;
  documents: FakeDocument[] = [];
  notebooks: { readonly uri: FakeUri; readonly isDirty: boolean }[] = [];
  /** The next edit finds the document changed. */
  rejectsEdits = false;
  readonly edits: string[] = [];
  readonly opened: string[] = [];
  readonly diagnostics = new Map<string, readonly FakeDiagnostic[]>();
  readonly diagnosticsChanged = new FakeEvent<{ readonly uris: readonly FakeUri[] }>();
  readonly terminals: FakeTerminal[] = [];
  readonly integrationChanged = new FakeEvent<{ readonly terminal: FakeTerminal; readonly shellIntegration: unknown }>();
  readonly executionEnded = new FakeEvent<{ readonly execution: FakeExecution; readonly exitCode: number | undefined }>();
  readonly terminalClosed = new FakeEvent<FakeTerminal>();
  readonly tools: { readonly name: string; readonly description: string; readonly inputSchema?: object }[] = [];
  readonly invoked: { readonly name: string; readonly input: object; readonly wasCancelled: () => boolean }[] = [];
  invocation: () => Promise<{ readonly content: readonly unknown[] }> = async () => ({ content: [] });
  /** A virtual file system, by path. */
  readonly virtual = new Map<string, string>();
  readonly virtualLinks = new Set<string>();

  get listeners(): number {
    return [this.diagnosticsChanged, this.integrationChanged, this.executionEnded, this.terminalClosed].reduce(
      (sum, { listeners }) => sum + listeners,
      0,
    );
  }

  reset(): void {
    Object.assign(this, new FakeWorkbench());
  }

  open(path: string, text: string, { isDirty = false, scheme = 'file', onSave = (_: string): void => undefined } = {}): FakeDocument {
    const document = new FakeDocument(new FakeUri(scheme, path), text, isDirty, onSave);
    this.documents.push(document);
    return document;
  }

  uri(path: string, scheme = 'file'): FakeUri {
    return new FakeUri(scheme, path);
  }

  api(): Record<string, unknown> {
    const bench = this;
    return {
      ...fakeVscode(),
      Uri: FakeUri,
      Range: FakeRange,
      WorkspaceEdit: FakeWorkspaceEdit,
      FileType: { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 },
      DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
      LanguageModelTextPart: FakeTextPart,
      CancellationTokenSource: class {
        readonly token = { isCancellationRequested: false };
        cancel(): void {
          this.token.isCancellationRequested = true;
        }
        dispose(): void {}
      },
      workspace: {
        get isTrusted() {
          return bench.isTrusted;
        },
        get textDocuments() {
          return bench.documents;
        },
        get notebookDocuments() {
          return bench.notebooks;
        },
        applyEdit: async ({ replaced }: FakeWorkspaceEdit) => this.#apply(replaced),
        openTextDocument: async (uri: FakeUri) => void this.opened.push(uri.path),
        fs: this.#fileSystem(),
      },
      languages: {
        getDiagnostics: (uri?: FakeUri) =>
          uri ? (this.diagnostics.get(uri.path) ?? []) : [...this.diagnostics].map(([path, found]) => [FakeUri.file(path), found] as const),
        onDidChangeDiagnostics: (listener: never) => this.diagnosticsChanged.subscribe(listener),
      },
      window: {
        createTerminal: (options: Readonly<Record<string, unknown>>) => {
          const terminal = new FakeTerminal(options, (closed) => this.terminalClosed.tell(closed));
          this.terminals.push(terminal);
          return terminal;
        },
        onDidChangeTerminalShellIntegration: (listener: never) => this.integrationChanged.subscribe(listener),
        onDidEndTerminalShellExecution: (listener: never) => this.executionEnded.subscribe(listener),
        onDidCloseTerminal: (listener: never) => this.terminalClosed.subscribe(listener),
      },
      lm: {
        get tools() {
          return bench.tools;
        },
        invokeTool: async (name: string, { input }: { readonly input: object }, token: { readonly isCancellationRequested: boolean }) => {
          this.invoked.push({ name, input, wasCancelled: () => token.isCancellationRequested });
          return this.invocation();
        },
      },
    };
  }

  #apply(replaced: FakeWorkspaceEdit['replaced']): boolean {
    if (this.rejectsEdits) return false;
    for (const { uri, range, text } of replaced) {
      const document = this.documents.find((one) => one.uri.toString() === uri.toString());
      if (!document) return false;
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      this.edits.push(`${document.text.slice(start, end)} -> ${text}`);
      document.text = document.text.slice(0, start) + text + document.text.slice(end);
      document.isDirty = true;
    }
    return true;
  }

  #fileSystem() {
    const isFolder = (path: string): boolean => [...this.virtual.keys()].some((file) => file.startsWith(`${path}/`));
    return {
      stat: async ({ path }: FakeUri) => {
        const text = this.virtual.get(path);
        if (text !== undefined) return { type: 1 | (this.virtualLinks.has(path) ? 64 : 0), size: text.length };
        if (isFolder(path)) return { type: 2, size: 0 };
        throw new Error('FileNotFound');
      },
      readFile: async ({ path }: FakeUri) => new TextEncoder().encode(this.virtual.get(path)),
      writeFile: async ({ path }: FakeUri, bytes: Uint8Array) => void this.virtual.set(path, new TextDecoder().decode(bytes)),
      delete: async ({ path }: FakeUri) => void this.virtual.delete(path),
      readDirectory: async ({ path }: FakeUri) => {
        const below = [...this.virtual.keys()].filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1));
        const names = [...new Set(below.map((file) => file.split('/')[0] ?? ''))];
        return names.map((name) => [name, below.includes(name) ? (this.virtualLinks.has(`${path}/${name}`) ? 65 : 1) : 2]);
      },
    };
  }
}

export class FakeTextPart {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** The workbench of a test file: `vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api())`. */
export const workbench = new FakeWorkbench();
