import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import { allowMore } from './allowMore.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { setBudget } from './setBudget.ts';
import { watchBudgets } from './watchBudgets.ts';

/** The user's budgets: set, raised for a while, and watched. Holding to them is the router's and the ledger's part. */
export function registerBudget(ports: BudgetPorts): vscode.Disposable {
  return vscode.Disposable.from(
    ...watchBudgets(ports),
    registerCommand(commands.setBudget, (id) => setBudget(ports.log, id)),
    registerCommand(commands.allowMore, (id, amount) => allowMore(ports, id, amount)),
  );
}
