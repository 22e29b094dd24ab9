import type { CallResult, PreparedCall } from '../../../../src/core/agent/index.ts';
import {
  type CommandReport,
  createAgentTools,
  type FileContent,
  type PlacedChange,
  type Problem,
  type ToolPorts,
} from '../../../../src/core/agent/tools/index.ts';

/** A workspace in memory at `/shop`. Its parts can be changed between what is prepared and what is run. */
export class MemoryWorkspace {
  readonly files = new Map<string, string | Exclude<FileContent, { type: 'text' }>>();
  /** By their path: where they lead. */
  readonly links = new Map<string, string>();
  readonly ignored = new Set<string>();
  readonly excluded = new Set<string>();
  readonly unsaved = new Set<string>();
  readonly problems = new Map<string, readonly Problem[]>();
  readonly ran: string[] = [];
  report: CommandReport = { ended: 'exited', exitCode: 0, output: '' };
  testCommand = '';
  trustedCommands: readonly string[] = [];
  isTrusted = true;
  hasDiagnostics = false;
  /** Searches and listings are ended before they have seen everything. */
  isEndedEarly = false;
  readonly external = new Map<string, (input: unknown) => string>();

  readonly ports = (): ToolPorts => ({
    files: {
      place: () => ({ roots: ['/shop'], system: 'posix', isCaseSensitive: true }),
      resolve: async (text) => {
        const absolute = normalised(text.startsWith('/') ? text : `/shop/${text}`);
        return { text, absolute, real: this.links.get(absolute) ?? absolute };
      },
      read: async ({ real }) => this.#read(real),
      isIgnored: async ({ absolute }) => this.ignored.has(absolute),
      list: async ({ real }) => ({
        paths: [...this.files.keys()].flatMap((file) => (file.startsWith(`${real}/`) ? [file.slice(real.length + 1)] : [])).sort(),
        isCut: this.isEndedEarly,
      }),
      apply: async (changes) => this.#apply(changes),
    },
    search: {
      search: async ({ pattern, takes }) => ({
        outcome: 'searched',
        hits: [...this.files].flatMap(([file, text]) => {
          const path = file.slice('/shop/'.length);
          if (typeof text !== 'string' || !takes(path)) return [];
          return text.split('\n').flatMap((line, index) => (line.includes(pattern) ? [{ path, line: index + 1, text: line }] : []));
        }),
        isCut: this.isEndedEarly,
      }),
    },
    commands: {
      run: async ({ command, folder }) => {
        this.ran.push(`${folder}$ ${command}`);
        return this.report;
      },
    },
    ...(this.hasDiagnostics && {
      diagnostics: {
        problems: async (files) =>
          (files === 'all' ? [...this.problems.keys()].map(asked) : files).map((file) => ({
            asked: file,
            problems: this.problems.get(file.absolute) ?? [],
          })),
        problemsAfterChange: async (files) => files.map((file) => ({ asked: file, problems: this.problems.get(file.absolute) ?? [] })),
      },
    }),
    external: {
      list: () => [...this.external.keys()].map((name) => ({ name, description: '', inputSchema: {} })),
      invoke: async (name, input) => this.external.get(name)?.(input) ?? '',
    },
    settings: () => ({
      trustedCommands: this.trustedCommands,
      deniedCommands: [],
      testCommand: this.testCommand,
      commandTimeoutMs: 120_000,
      testTimeoutMs: 600_000,
    }),
    isTrusted: () => this.isTrusted,
    isExcluded: (path) => this.excluded.has(path),
  });

  prepare(
    call: Parameters<ReturnType<typeof createAgentTools>['prepare']>[0],
    mode: 'every-step' | 'edits' | 'trusted-commands' = 'edits',
  ) {
    return createAgentTools(this.ports()).prepare(call, mode, signal);
  }

  async run(call: Parameters<ReturnType<typeof createAgentTools>['prepare']>[0]): Promise<CallResult> {
    return runPrepared(await this.prepare(call));
  }

  #read(real: string): FileContent {
    const found = this.files.get(real);
    if (typeof found === 'string') return { type: 'text', text: found, isUnsaved: this.unsaved.has(real) };
    if (found) return found;
    return [...this.files.keys()].some((file) => file.startsWith(`${real}/`)) ? { type: 'folder' } : { type: 'missing' };
  }

  #apply(changes: readonly PlacedChange[]) {
    for (const { asked: place, path, before } of changes) {
      const now = this.files.get(place.real);
      if (now !== before) return { outcome: 'outdated' as const, path };
    }
    for (const { asked: place, after } of changes) {
      if (after === undefined) this.files.delete(place.real);
      else this.files.set(place.real, after);
    }
    const unsaved = changes.flatMap(({ asked: place, path }) => (this.unsaved.has(place.real) ? [path] : []));
    return { outcome: 'applied' as const, unsaved };
  }
}

const { signal } = new AbortController();

export function runPrepared(prepared: PreparedCall): Promise<CallResult> {
  return prepared.run(signal);
}

export function shop(files: Readonly<Record<string, string>> = {}): MemoryWorkspace {
  const workspace = new MemoryWorkspace();
  for (const [path, text] of Object.entries({ 'src/price.ts': 'export const vat = 19;\nexport const currency = "EUR";\n', ...files })) {
    workspace.files.set(`/shop/${path}`, text);
  }
  return workspace;
}

function asked(file: string) {
  return { text: file, absolute: file, real: file };
}

function normalised(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
