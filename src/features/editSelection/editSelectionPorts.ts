import type { LoadChatRequestCore } from '../../platform/chatRequest.ts';
import type { OutcomePorts } from '../../platform/chatRequestOutcomes.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import type { Log } from '../../platform/log.ts';

export interface EditSelectionPorts extends OutcomePorts {
  readonly core: LoadChatRequestCore;
  readonly excluded: Pick<ExcludedFiles, 'exclusionOf'>;
  /** Calls back once after so many milliseconds, unless the returned function is called before. */
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly log: Pick<Log, 'info' | 'error'>;
}
