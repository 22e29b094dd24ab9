import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import { PreviewDocument } from '../../platform/previewDocument.ts';
import type { ReconcilePorts } from './reconcilePorts.ts';

/** A provider's bill beside the ledger, when the user asks for it and never otherwise. */
export function registerReconcile(ports: ReconcilePorts): vscode.Disposable {
  const page = new PreviewDocument({ scheme: 'farthing-bill', name: 'bill.md' });
  return vscode.Disposable.from(
    page,
    registerLoadedCommand(commands.reconcile, ports.log, async () => {
      const { reconcileBill } = await import('./reconcileCommands.ts');
      return () => reconcileBill(ports, (markdown) => page.show(markdown));
    }),
  );
}
