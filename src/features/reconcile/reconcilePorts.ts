import type { Ledger } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';

export interface ReconcilePorts {
  readonly ledger: Pick<Ledger, 'entriesFrom'>;
  readonly models: Pick<CloudModels, 'load' | 'endpoints'>;
  readonly keys: Pick<Keys, 'has' | 'keyOf'>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'error'>;
}
