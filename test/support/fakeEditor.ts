import { fakeVscode } from './fakeVscode.ts';

/** What the editor showed to its user. */
export type Shown =
  | { readonly type: 'pick'; readonly title: string; readonly items: readonly Item[] }
  | { readonly type: 'input'; readonly options: InputOptions }
  | { readonly type: 'information' | 'warning' | 'error'; readonly words: string; readonly buttons: readonly string[] };

export interface Item {
  readonly label: string;
  readonly kind?: number;
  readonly description?: string;
  readonly detail?: string;
}

interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly password: boolean;
  readonly ignoreFocusOut: boolean;
  validateInput(value: string): string | undefined;
}

/** What the user does next: the label of an entry or button, or the text of an input. Undefined: Escape. */
export type Answer = string | undefined;

type Run = (...args: readonly unknown[]) => unknown;

/** An editor whose user answers by a script, and that remembers what it showed. Settings are the user's; writing one tells it. */
export class FakeEditor {
  readonly shown: Shown[] = [];
  readonly answers: Answer[] = [];
  readonly executed: (readonly unknown[])[] = [];
  readonly settings: Record<string, unknown> = {};
  readonly commands = new Map<string, Run>();
  readonly printed: string[] = [];
  /** Whether the user looks at this window. */
  readonly windowState = { focused: true };
  readonly #windowListeners = new Set<() => void>();
  readonly #configurationListeners = new Set<(event: { affectsConfiguration(section: string): boolean }) => void>();

  get listeners(): number {
    return this.#configurationListeners.size;
  }

  focus(isFocused: boolean): void {
    this.windowState.focused = isFocused;
    for (const listener of this.#windowListeners) listener();
  }

  async run(command: string, ...args: readonly unknown[]): Promise<void> {
    await this.commands.get(command)?.(...args);
  }

  set(key: string, value: unknown): void {
    if (value === undefined) delete this.settings[key];
    else this.settings[key] = value;
    const affectsConfiguration = (section: string): boolean => section === 'farthing' || section === `farthing.${key}`;
    for (const listener of this.#configurationListeners) listener({ affectsConfiguration });
  }

  /** The editor's API, as far as features with commands and questions use it. */
  api(): Record<string, unknown> {
    const message =
      (type: 'information' | 'warning' | 'error') =>
      async (words: string, ...rest: readonly (string | { readonly title?: string; readonly modal?: boolean })[]) => {
        const buttons = rest.filter((one) => typeof one === 'string' || one.title !== undefined);
        const titleOf = (button: (typeof rest)[number]): string => (typeof button === 'string' ? button : (button.title ?? ''));
        this.shown.push({ type, words, buttons: buttons.map(titleOf) });
        if (buttons.length === 0) return undefined;
        const answer = this.answers.shift();
        return buttons.find((button) => titleOf(button) === answer);
      };
    return {
      ...fakeVscode(),
      Disposable: {
        from: (...parts: readonly { dispose(): void }[]) => ({
          dispose: () => {
            for (const part of parts) part.dispose();
          },
        }),
      },
      QuickPickItemKind: { Separator: -1, Default: 0 },
      ProgressLocation: { Window: 10 },
      commands: {
        registerCommand: (id: string, run: Run) => {
          this.commands.set(id, run);
          return { dispose: () => void this.commands.delete(id) };
        },
        executeCommand: async (...call: readonly unknown[]) => void this.executed.push(call),
      },
      window: {
        state: this.windowState,
        onDidChangeWindowState: (listener: () => void) => {
          this.#windowListeners.add(listener);
          return { dispose: () => void this.#windowListeners.delete(listener) };
        },
        showQuickPick: async (items: readonly Item[], { title }: { readonly title: string }) => {
          this.shown.push({ type: 'pick', title, items });
          const answer = this.answers.shift();
          return items.find(({ label }) => label === answer);
        },
        showInputBox: async (options: InputOptions) => {
          this.shown.push({ type: 'input', options });
          return this.answers.shift();
        },
        showInformationMessage: message('information'),
        showWarningMessage: message('warning'),
        showErrorMessage: message('error'),
        withProgress: (_options: unknown, work: () => unknown) => work(),
        createOutputChannel: () => {
          const print = (level: string) => (text: string) => void this.printed.push(`${level}: ${text}`);
          const still = (): void => undefined;
          return { debug: print('debug'), info: print('info'), warn: print('warn'), error: print('error'), show: still, dispose: still };
        },
      },
      workspace: {
        getConfiguration: () => ({
          get: (key: string) => this.settings[key],
          inspect: (key: string) => ({ globalValue: this.settings[key] }),
          update: async (key: string, value: unknown) => this.set(key, value),
        }),
        onDidChangeConfiguration: (listener: (event: { affectsConfiguration(section: string): boolean }) => void) => {
          this.#configurationListeners.add(listener);
          return { dispose: () => void this.#configurationListeners.delete(listener) };
        },
      },
    };
  }

  /** As it was when it was made; `vi.mock` makes it once for a whole file. */
  reset(): void {
    for (const list of [this.shown, this.answers, this.executed, this.printed]) list.length = 0;
    for (const key of Object.keys(this.settings)) delete this.settings[key];
    this.commands.clear();
    this.#configurationListeners.clear();
    this.#windowListeners.clear();
    this.windowState.focused = true;
  }
}

/** The editor of a test file: `vi.mock('vscode', async () => (await import('.../fakeEditor.ts')).editor.api())`. */
export const editor = new FakeEditor();
