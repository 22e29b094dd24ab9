/** A block to find in a file, and what stands there afterwards. */
export interface EditBlock {
  readonly search: string;
  readonly replace: string;
}

/**
 * What the model asks to be done, read out of its tool call and checked. Paths are as the model wrote them: relative to the workspace folder, or
 * absolute.
 */
export type AgentCall =
  | { readonly tool: 'read'; readonly path: string; readonly fromLine?: number; readonly toLine?: number }
  | { readonly tool: 'list'; readonly path: string }
  | { readonly tool: 'search'; readonly pattern: string; readonly isRegex: boolean; readonly glob?: string }
  | { readonly tool: 'edit'; readonly path: string; readonly blocks: readonly EditBlock[] }
  | { readonly tool: 'create'; readonly path: string; readonly text: string }
  | { readonly tool: 'delete'; readonly path: string }
  | { readonly tool: 'rename'; readonly path: string; readonly to: string }
  | { readonly tool: 'run'; readonly command: string; readonly folder?: string }
  | { readonly tool: 'diagnostics'; readonly path?: string }
  /** The command of the user's setting, or of the project, or the model's own. */
  | { readonly tool: 'test'; readonly command?: string }
  | { readonly tool: 'ask'; readonly question: string; readonly choices: readonly string[] }
  /** A self-contained piece of work for a cheaper model; only what it reports comes back. */
  | { readonly tool: 'delegate'; readonly title: string; readonly instructions: string; readonly paths: readonly string[] }
  /** The plan is ready, in plan mode; the work is done, in agent mode. What it says of itself is not believed: the tests are. */
  | { readonly tool: 'finish'; readonly summary: string }
  /** A tool of the editor, of another extension or of an MCP server. */
  | { readonly tool: 'external'; readonly name: string; readonly input: unknown };

export type AgentToolName = AgentCall['tool'];

/** What a call changed or found, as numbers: the judge reads these, never the model's words. */
export interface ResultFacts {
  /** Of a test run: counted where the output tells, else 0 or 1 by the exit code. */
  readonly tests?: { readonly failed: number; readonly passed: number };
  /** Errors in the files that were looked at, by the editor. */
  readonly problems?: number;
  readonly exitCode?: number;
  readonly changes?: readonly FileChange[];
  /** Of a subtask: it ran something, and nobody knows what that changed. */
  readonly hasActed?: boolean;
  /** Files that the text of the result is drawn from, relative to their workspace folder: policies by path hold for what is sent on. */
  readonly paths?: readonly string[];
}

/** One file before and after. `undefined`: it was not there. Texts are what stands in the editor where the file is open there. */
export interface FileChange {
  /** Relative to its workspace folder, with `/`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What became of a call. `text` is what the model is told: bounded and trimmed by `trimResult`. */
export interface CallResult {
  readonly isError: boolean;
  readonly text: string;
  readonly facts?: ResultFacts;
}
