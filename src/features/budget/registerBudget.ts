import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { watchBudgets } from './watchBudgets.ts';

/** The user's budgets: set, raised for a while, and watched. Holding to them is the router's and the ledger's part. */
export function registerBudget(ports: BudgetPorts): vscode.Disposable {
  return vscode.Disposable.from(
    ...watchBudgets(ports),
    registerLoadedCommand(commands.setBudget, ports.log, async () => {
      const { setBudget } = await import('./setBudget.ts');
      return (id) => setBudget(ports.log, id);
    }),
    registerLoadedCommand(commands.allowMore, ports.log, async () => {
      const { allowMore } = await import('./allowMore.ts');
      return (id, amount, offer) => allowMore(ports, { id, amount, offer });
    }),
  );
}
