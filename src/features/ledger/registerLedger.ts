import type { Disposable } from 'vscode';
import type { Log } from '../../platform/log.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';

/** What happens to the ledger is in the log, once for each change of its state. */
export function registerLedger(
  ledger: { readonly state: LedgerState; onDidChange(listener: () => void): { dispose(): void } },
  log: Log,
): Disposable {
  let told: LedgerState = ledger.state;
  return ledger.onDidChange(() => {
    const { state } = ledger;
    if (state === told) return;
    told = state;
    if (state.status === 'open')
      log.info(
        state.movedAside
          ? `the ledger was damaged: it lies at ${state.movedAside}, ${state.recoveredEntries ?? 0} entries were recovered into a new one`
          : 'the ledger is open',
      );
    if (state.status === 'failing' || state.status === 'unavailable')
      log.error(`the ledger is ${state.status} (${state.problem}): ${state.detail}`);
  });
}
