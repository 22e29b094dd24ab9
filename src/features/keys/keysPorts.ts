import type { Endpoint } from '../../core/catalogue/index.ts';
import type { HealthBook } from '../../core/failover/index.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';

export interface KeysPorts {
  readonly keys: Pick<Keys, 'has' | 'savedFor' | 'keyOf' | 'set' | 'remove'>;
  readonly models: Pick<CloudModels, 'load' | 'endpoints' | 'models'>;
  /** Asks something that costs nothing. Throws `ProviderError`: `unsupported` where the provider has nothing to ask. */
  readonly check: (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<void>;
  /** Without a budget nothing paid is asked, key or not. */
  readonly hasBudget: () => boolean;
  /** What a test of a key came to holds for requests, too. */
  readonly health: Pick<HealthBook, 'keyTested'>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}
