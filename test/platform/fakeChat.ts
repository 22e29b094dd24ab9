import { editor } from '../support/fakeEditor.ts';

export class FakeTextPart {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class FakeToolCallPart {
  readonly callId: string;
  readonly name: string;
  readonly input: object;

  constructor(callId: string, name: string, input: object) {
    this.callId = callId;
    this.name = name;
    this.input = input;
  }
}

export class FakeToolResultPart {
  readonly callId: string;
  readonly content: readonly unknown[];

  constructor(callId: string, content: readonly unknown[]) {
    this.callId = callId;
    this.content = content;
  }
}

export class FakePromptTsxPart {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export class FakeModelError extends Error {
  readonly code: string;

  constructor(code: string, message = '') {
    super(message);
    this.name = 'LanguageModelError';
    this.code = code;
  }

  static NoPermissions = (message?: string) => new FakeModelError('NoPermissions', message);
  static Blocked = (message?: string) => new FakeModelError('Blocked', message);
  static NotFound = (message?: string) => new FakeModelError('NotFound', message);
}

/** As much of an emitter as features use. */
export class FakeEmitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  readonly event = (listener: (value: Value) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  fire(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class FakeTokenSource {
  readonly #emitter = new FakeEmitter<undefined>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#emitter.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.#emitter.fire(undefined);
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}

const content = (given: unknown) => (typeof given === 'string' ? [new FakeTextPart(given)] : given);

/** What belongs to chats and to models of the editor; a test file adds what it listens to. */
export const chatClasses = {
  LanguageModelTextPart: FakeTextPart,
  LanguageModelToolCallPart: FakeToolCallPart,
  LanguageModelToolResultPart: FakeToolResultPart,
  LanguageModelPromptTsxPart: FakePromptTsxPart,
  LanguageModelError: FakeModelError,
  LanguageModelChatMessageRole: { User: 1, Assistant: 2 },
  LanguageModelChatMessage: {
    User: (given: unknown) => ({ role: 1, content: content(given) }),
    Assistant: (given: unknown) => ({ role: 2, content: content(given) }),
  },
  CancellationTokenSource: FakeTokenSource,
  EventEmitter: FakeEmitter,
};

/** The workspace of these tests. */
export const workspace: { isTrusted: boolean; workspaceFolders: readonly { readonly name: string }[] | undefined } = {
  isTrusted: true,
  workspaceFolders: [{ name: 'shop' }],
};

/** The fake editor with all that; `more` is laid over each namespace. */
export function chatApi(more: Readonly<Record<string, object>> = {}): Record<string, unknown> {
  const api = editor.api() as Record<string, object>;
  const isTrusted = { get: () => workspace.isTrusted };
  const workspaceFolders = { get: () => workspace.workspaceFolders };
  const ofWorkspace = Object.defineProperties(
    { ...api.workspace, onDidGrantWorkspaceTrust: () => ({ dispose: () => undefined }), ...more.workspace },
    { isTrusted, workspaceFolders },
  );
  const laid = Object.entries(more).map(([name, members]) => [
    name,
    typeof members === 'function' ? members : { ...api[name], ...members },
  ]);
  return { ...api, ...chatClasses, ...Object.fromEntries(laid), workspace: ofWorkspace };
}
