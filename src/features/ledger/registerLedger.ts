import * as vscode from 'vscode';
import type { Ledger, LedgerReports } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import { commands, registerCommand, registerLoadedCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';
import { openLedgerFolder } from './openLedgerFolder.ts';

export interface LedgerPorts {
  readonly ledger: Pick<Ledger, 'entriesFrom'> &
    Partial<Pick<LedgerReports, 'taskEntries'>> & {
      readonly state: LedgerState;
      onDidChange(listener: () => void): { dispose(): void };
    };
  readonly log: Log;
  /** Whose prices requests are taken apart with; without them they are exported as a whole. */
  readonly models?: Pick<CloudModels, 'load' | 'models' | 'endpoints'>;
  /** The ledger's file, as an absolute path. */
  readonly file: string;
  readonly clock: Clock;
}

/** The ledger as a file of the user's own: what happens to it is in the log, it can be found, and it can be taken along. */
export function registerLedger({ ledger, log, file, clock, models }: LedgerPorts): vscode.Disposable {
  return vscode.Disposable.from(
    logStates(ledger, log),
    registerCommand(commands.openLedgerFolder, () => openLedgerFolder(file)),
    registerLoadedCommand(commands.exportCsv, log, async () => {
      const { exportLedger } = await import('./exportLedger.ts');
      return async () => {
        await models?.load();
        await exportLedger({ ledger, catalogue: { endpoints: models?.endpoints() ?? [], models: models?.models() ?? [] }, clock, log });
      };
    }),
  );
}

/** Once for each change. */
function logStates(ledger: LedgerPorts['ledger'], log: Log): { dispose(): void } {
  let told: LedgerState = ledger.state;
  return ledger.onDidChange(() => {
    const { state } = ledger;
    if (state === told) return;
    told = state;
    if (state.status === 'open' && state.backup !== undefined)
      log.info(`the ledger was of an earlier version and was brought to this one; a copy as it was lies at ${state.backup}`);
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
