import type { LoadChatRequestCore } from '../../platform/chatRequest.ts';
import type { Log } from '../../platform/log.ts';

export interface LanguageModelsPorts {
  readonly core: LoadChatRequestCore;
  /** o200k tokens of the texts together. May reject; then bytes serve. */
  readonly counter: { count(texts: readonly string[]): Promise<number> };
  /** What is there to choose from changed. */
  readonly models: Changing;
  readonly localServers: Changing;
  readonly newId: () => string;
  readonly log: Pick<Log, 'debug' | 'error'>;
}

interface Changing {
  onDidChange(listener: () => void): { dispose(): void };
}
