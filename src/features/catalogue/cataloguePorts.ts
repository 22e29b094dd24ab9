import type { Ledger } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { CatalogueRefresh } from '../../platform/catalogueRefresh.ts';
import type { Log } from '../../platform/log.ts';

export interface CataloguePorts {
  readonly refresh: Pick<CatalogueRefresh, 'refreshNow' | 'offers' | 'decide' | 'onDidChange' | 'dispose'>;
  readonly ledger: Pick<Ledger, 'claimNotice'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}
