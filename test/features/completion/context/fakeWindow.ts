import { FakePosition, FakeRange } from '../../../support/fakeDocument.ts';

type Listener = (event: never) => void;

class FakeUri {
  readonly scheme: string;
  readonly authority = '';
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  constructor(scheme: string, path: string, query = '', fragment = '') {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
  }

  static parse(text: string): FakeUri {
    const [, scheme = '', path = '', query = '', fragment = ''] = /^([^:]+):(?:\/\/)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text) ?? [];
    return new FakeUri(scheme, path, query, fragment);
  }

  static joinPath(base: FakeUri, ...names: readonly string[]): FakeUri {
    return base.with({ path: [base.path.replace(/\/$/, ''), ...names].join('/') });
  }

  get fsPath(): string {
    return this.path;
  }

  with({ scheme = this.scheme, path = this.path, query = this.query, fragment = this.fragment }: Partial<FakeUri>): FakeUri {
    return new FakeUri(scheme, path, query, fragment);
  }

  toString(): string {
    const slashes = this.path.startsWith('/') ? '//' : '';
    return `${this.scheme}:${slashes}${this.path}${this.query && `?${this.query}`}${this.fragment && `#${this.fragment}`}`;
  }
}

export class FakeTextDocument {
  readonly uri: FakeUri;
  readonly languageId = 'typescript';
  readonly eol = 1;
  isClosed = false;
  version = 1;
  /** How often all of it was read. */
  reads = 0;
  text: string;

  constructor(address: string, text: string) {
    this.uri = FakeUri.parse(address);
    this.text = text;
  }

  get lineCount(): number {
    return this.#lines().length;
  }

  offsetAt({ line, character }: FakePosition): number {
    const lines = this.#lines();
    if (line >= lines.length) return this.text.length;
    return lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  }

  positionAt(offset: number): FakePosition {
    const before = this.text.slice(0, offset).split('\n');
    return new FakePosition(before.length - 1, before.at(-1)?.length ?? 0);
  }

  lineAt(line: number): { readonly range: FakeRange } {
    return { range: new FakeRange(new FakePosition(line, 0), new FakePosition(line, this.#lines()[line]?.length ?? 0)) };
  }

  getText(range?: FakeRange): string {
    if (!range) this.reads += 1;
    return range ? this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.text;
  }

  #lines(): readonly string[] {
    return this.text.split('\n');
  }
}

/** An editor window with documents, language servers, git and files on disk, all of them made up. The workspace folder is `/shop`. */
export class FakeWindow {
  isTrusted = true;
  documents: FakeTextDocument[] = [];
  notebooks: { getCells(): readonly { readonly document: FakeTextDocument }[] }[] = [];
  active: { readonly document: FakeTextDocument; selection: { active: FakePosition } } | undefined;
  /** By path. */
  readonly disk = new Map<string, string>();
  readonly diskReads: string[] = [];
  /** By name: where it is defined. */
  readonly definitions = new Map<string, { readonly address: string; readonly line: number }>();
  readonly symbols = new Map<string, readonly unknown[]>();
  readonly executed: string[] = [];
  git: { ignored: Set<string>; staged: string; changed: string /** Git fails for these. */; broken?: Set<string> } | undefined;
  /** How often git was asked what it ignores. */
  gitCalls = 0;
  readonly #listeners = new Map<string, Set<Listener>>();

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  reset(): void {
    Object.assign(this, { isTrusted: true, documents: [], notebooks: [], active: undefined, git: undefined, gitCalls: 0 });
    for (const map of [this.disk, this.definitions, this.symbols, this.#listeners]) map.clear();
    this.diskReads.length = 0;
    this.executed.length = 0;
  }

  tell(event: string, what: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(what as never);
  }

  open(path: string, text: string, scheme = 'file'): FakeTextDocument {
    const document = new FakeTextDocument(`${scheme}:///shop/${path}`, text);
    this.documents.push(document);
    this.tell('onDidOpenTextDocument', document);
    return document;
  }

  show(document: FakeTextDocument, line = 0): void {
    this.active = { document, selection: { active: new FakePosition(line, 0) } };
    this.tell('onDidChangeActiveTextEditor', this.active);
  }

  move(line: number): void {
    if (!this.active) return;
    this.active.selection = { active: new FakePosition(line, 0) };
    this.tell('onDidChangeTextEditorSelection', { textEditor: this.active });
  }

  /** The line becomes another text. */
  edit(document: FakeTextDocument, line: number, text: string): void {
    const lines = document.text.split('\n');
    const range = new FakeRange(new FakePosition(line, 0), new FakePosition(line, lines[line]?.length ?? 0));
    lines[line] = text;
    document.text = lines.join('\n');
    document.version += 1;
    this.tell('onDidChangeTextDocument', { document, contentChanges: [{ range, text }] });
  }

  api(): Record<string, unknown> {
    const on = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, this.#event(name)]));
    const window = this;
    return {
      Uri: FakeUri,
      Position: FakePosition,
      Range: FakeRange,
      FileType: { File: 1, Directory: 2, SymbolicLink: 64 },
      commands: { executeCommand: (...call: readonly unknown[]) => this.#execute(call) },
      extensions: { getExtension: () => this.#gitExtension() },
      window: {
        get activeTextEditor() {
          return window.active;
        },
        ...on('onDidChangeActiveTextEditor', 'onDidChangeTextEditorSelection'),
      },
      workspace: {
        get isTrusted() {
          return window.isTrusted;
        },
        get textDocuments() {
          return window.documents;
        },
        get notebookDocuments() {
          return window.notebooks;
        },
        workspaceFolders: [{ name: 'shop', uri: FakeUri.parse('file:///shop') }],
        getWorkspaceFolder: ({ scheme, path }: FakeUri) =>
          scheme === 'file' && path.startsWith('/shop') ? { name: 'shop', uri: FakeUri.parse('file:///shop') } : undefined,
        createFileSystemWatcher: () => ({ ...on('onDidChange', 'onDidCreate', 'onDidDelete'), dispose: () => undefined }),
        fs: {
          stat: async ({ path }: FakeUri) => {
            const text = this.disk.get(path);
            if (text === undefined && [...this.disk.keys()].some((each) => each.startsWith(`${path}/`))) return { type: 2, size: 0 };
            if (text === undefined) throw new Error('not found');
            return { type: path.includes('link') ? 65 : 1, size: text.length };
          },
          readFile: async ({ path }: FakeUri) => {
            this.diskReads.push(path);
            const text = this.disk.get(path);
            if (text === undefined) throw new Error('not found');
            return new TextEncoder().encode(text);
          },
        },
        ...on('onDidChangeTextDocument', 'onDidOpenTextDocument', 'onDidSaveTextDocument', 'onDidDeleteFiles', 'onDidRenameFiles'),
      },
    };
  }

  #event(name: string) {
    return (listener: Listener) => {
      const listeners = this.#listeners.get(name) ?? new Set();
      this.#listeners.set(name, listeners.add(listener));
      return { dispose: () => void listeners.delete(listener) };
    };
  }

  async #execute([command, uri, position]: readonly unknown[]): Promise<unknown> {
    this.executed.push(`${command} ${uri}`);
    if (command === 'vscode.executeDocumentSymbolProvider') return this.symbols.get(String(uri));
    const document = this.documents.find((each) => each.uri.toString() === String(uri));
    const name = /^[\w$]+/.exec(document?.text.slice(document.offsetAt(position as FakePosition)) ?? '')?.[0] ?? '';
    const target = this.definitions.get(name);
    if (!target) return [];
    const start = new FakePosition(target.line, 0);
    return [{ uri: FakeUri.parse(target.address), range: new FakeRange(start, start) }];
  }

  #gitExtension(): unknown {
    const { git } = this;
    if (!git) return undefined;
    const repository = {
      rootUri: FakeUri.parse('file:///shop'),
      state: { onDidChange: this.#event('onDidChangeRepository') },
      checkIgnore: async (paths: readonly string[]) => {
        this.gitCalls += 1;
        if (paths.some((path) => git.broken?.has(path))) throw new Error('fatal: beyond a symbolic link');
        return new Set(paths.filter((path) => git.ignored.has(path)));
      },
      diff: async (cached = false) => (cached ? git.staged : git.changed),
    };
    const api = { repositories: [repository], getRepository: () => repository, onDidOpenRepository: () => ({ dispose: () => undefined }) };
    return { activate: async () => ({ enabled: true, getAPI: () => api }) };
  }
}

export const fakeWindow = new FakeWindow();
