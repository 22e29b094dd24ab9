/** As much of the editor's API as the pure parts of features and the tables of the platform touch. */
export function fakeVscode(): Record<string, unknown> {
  return {
    l10n: { t: (words: string, ...values: readonly unknown[]) => words.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])) },
    env: { language: 'en' },
    commands: {},
    window: {},
    workspace: { getConfiguration: () => configuration.current },
    ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
    MarkdownString: class {
      value = '';
      isTrusted: unknown;
      appendText(text: string) {
        this.value += text;
        return this;
      }
      appendMarkdown(markdown: string) {
        this.value += markdown;
        return this;
      }
    },
  };
}

/** What the settings are, by where they are set. */
export const configuration = {
  current: settings({}),
};

export interface FakeSettings {
  readonly user?: Readonly<Record<string, unknown>>;
  readonly workspace?: Readonly<Record<string, unknown>>;
  /** For the language of the document that is asked about. */
  readonly userForLanguage?: Readonly<Record<string, unknown>>;
  readonly workspaceForLanguage?: Readonly<Record<string, unknown>>;
}

export interface SettingUpdate {
  readonly key: string;
  readonly value: unknown;
  /** 1 for the user's settings, 2 for the workspace's. */
  readonly target: number;
  readonly isForLanguage: boolean | undefined;
}

export function settings({ user = {}, workspace = {}, userForLanguage = {}, workspaceForLanguage = {} }: FakeSettings) {
  const updates: SettingUpdate[] = [];
  return {
    updates,
    update: async (key: string, value: unknown, target: number, isForLanguage?: boolean): Promise<void> =>
      void updates.push({ key, value, target, isForLanguage }),
    get: (key: string): unknown => workspaceForLanguage[key] ?? userForLanguage[key] ?? workspace[key] ?? user[key],
    inspect: (key: string) => ({
      globalValue: user[key],
      workspaceValue: workspace[key],
      globalLanguageValue: userForLanguage[key],
      workspaceLanguageValue: workspaceForLanguage[key],
    }),
  };
}
