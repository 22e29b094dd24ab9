import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import type { ReconcilePorts } from './reconcilePorts.ts';
import { ResultPage } from './resultPage.ts';

/** A provider's bill beside the ledger, when the user asks for it and never otherwise. */
export function registerReconcile(ports: ReconcilePorts): vscode.Disposable {
  const page = new ResultPage();
  return vscode.Disposable.from(
    page,
    registerLoadedCommand(commands.reconcile, ports.log, async () => {
      const { reconcileBill } = await import('./reconcileCommands.ts');
      return () => reconcileBill(ports, (markdown) => page.show(markdown));
    }),
  );
}
