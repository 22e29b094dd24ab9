import type { Endpoint } from '../../core/catalogue/index.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import type { EndpointTrouble } from '../../platform/paidState.ts';

export interface KeysPorts {
  readonly keys: Pick<Keys, 'has' | 'savedFor' | 'keyOf' | 'set' | 'remove'>;
  readonly models: Pick<CloudModels, 'load' | 'endpoints' | 'suspend' | 'resume'>;
  /** Asks something that costs nothing. Throws `ProviderError`: `unsupported` where the provider has nothing to ask. */
  readonly check: (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<void>;
  /** Without a budget nothing paid is asked, key or not. */
  readonly hasBudget: () => boolean;
  readonly trouble: Observed<EndpointTrouble | undefined>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}
