import type { BudgetForecast } from '../../core/budget/index.ts';
import type { Timers } from '../../core/completion/index.ts';
import type { Ledger } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { LastCompletion } from '../../platform/completionHealth.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import type { PaidModelsPorts } from '../../platform/paidReadiness.ts';
import type { EndpointTrouble, HeldBack } from '../../platform/paidState.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';

export interface WhyPorts extends PaidModelsPorts {
  readonly ledger: Pick<Ledger, 'recentEntries' | 'findEntries' | 'limitStates'> & { readonly state: LedgerState };
  readonly last: Observed<LastCompletion | undefined>;
  readonly heldBack: Observed<HeldBack | undefined>;
  readonly trouble: Observed<EndpointTrouble | undefined>;
  /** By budget id; missing: nothing is foreseen. */
  readonly forecasts?: Observed<ReadonlyMap<string, BudgetForecast>>;
  /** What is known of the servers on this machine; missing: nothing is. */
  readonly localServers?: { readonly state: LocalServerState };
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Pick<Log, 'error'>;
}

/** The scheme of pages that are not files. */
export const whyScheme = 'farthing';
