import type { LoadChatRequestCore } from '../../platform/chatRequest.ts';
import type { Log } from '../../platform/log.ts';

export interface LanguageModelsPorts {
  readonly core: LoadChatRequestCore;
  /** o200k tokens of the texts together. May reject; then bytes serve. */
  readonly counter: { count(texts: readonly string[]): Promise<number> };
  /** What is there to choose from. */
  readonly models: Changing;
  readonly localServers: Changing;
  /** What else the choice depends on: models of the editor, how endpoints fare, what is spent and foreseen, rules. Missing: not followed. */
  readonly others?: readonly Changing[];
  readonly newId: () => string;
  readonly log: Pick<Log, 'debug' | 'error'>;
}

export interface Changing {
  onDidChange(listener: () => void): { dispose(): void };
}
