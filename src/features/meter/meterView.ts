import type { DaySummary, LedgerEntry } from '../../core/ledger/index.ts';
import type { CompletionHealth } from '../../platform/completionHealth.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';

/** All that the status item shows, as one value. */
export interface MeterView {
  readonly today: DaySummary;
  readonly last: LedgerEntry | undefined;
  readonly localServers: LocalServerState;
  readonly ledger: LedgerState;
  readonly completions: 'on' | 'off';
  readonly health: CompletionHealth;
}
