import type { Candidate } from '../../core/catalogue/index.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';

export interface ModelsPorts {
  readonly models: Pick<CloudModels, 'load' | 'candidates'>;
  readonly localServers: { candidates(): readonly Candidate[] };
  /** Those of the editor that may be asked; missing: none. */
  readonly editorModels?: Pick<Observed<readonly Candidate[]>, 'value'>;
  readonly log: Pick<Log, 'info' | 'error'>;
}
