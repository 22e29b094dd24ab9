import type { LoadChatRequestCore } from '../../platform/chatRequest.ts';
import type { PromptFilesPorts } from '../../platform/chatRequestFiles.ts';
import type { OutcomePorts } from '../../platform/chatRequestOutcomes.ts';
import type { Log } from '../../platform/log.ts';

export interface CommitMessagePorts extends OutcomePorts {
  readonly core: LoadChatRequestCore;
  readonly excluded: Pick<PromptFilesPorts, 'isExcluded'>;
  readonly log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>;
}
