import type { Tool } from '../../task/index.ts';

/** Tools of the editor, of other extensions and of MCP servers that the user lets the agent use. */
export interface ExternalTools {
  list(): readonly Tool[];
  /** Its texts. What is no text is named. Rejects where the tool fails. */
  invoke(name: string, input: object, signal: AbortSignal): Promise<string>;
}
