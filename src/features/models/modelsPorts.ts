import type { Candidate } from '../../core/catalogue/index.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Log } from '../../platform/log.ts';

export interface ModelsPorts {
  readonly models: Pick<CloudModels, 'load' | 'candidates'>;
  readonly localServers: { candidates(): readonly Candidate[] };
  readonly log: Pick<Log, 'info' | 'error'>;
}
