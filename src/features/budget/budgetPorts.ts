import type * as vscode from 'vscode';
import type { Ledger } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import type { HeldBack } from '../../platform/paidState.ts';

export interface BudgetPorts {
  readonly ledger: Pick<Ledger, 'limitStates' | 'allowMore' | 'claimNotice'> & { onDidChange(listener: () => void): { dispose(): void } };
  readonly clock: Clock;
  readonly heldBack: Observed<HeldBack | undefined>;
  /** The agents' tasks that this window asked for lately, the newest last: each may have a budget. */
  readonly tasks?: Observed<readonly string[]>;
  /**
   * Made at random in this window, and known only to what offers the user an amount: whoever runs the command with it has the user's word. Missing:
   * the user is always asked.
   */
  readonly offer?: string;
  /** Where it is kept which notices the user does not want to see again: the extension's global state. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly newId: () => string;
  readonly log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>;
}
