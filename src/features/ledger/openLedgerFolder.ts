import path from 'node:path';
import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** Shows the ledger's file where the user's machine can show it; a file on another machine is named, with what can be done with that. */
export async function openLedgerFolder(file: string): Promise<void> {
  const shown = await firstThatIs(vscode.Uri.file(file), vscode.Uri.file(path.dirname(file)));
  if (!shown) {
    void vscode.window.showInformationMessage(t('There is no ledger yet. It will be at {0}.', file));
    return;
  }
  const isElsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (isElsewhere) await offerPath(file);
  else await vscode.commands.executeCommand('revealFileInOS', shown);
}

async function offerPath(file: string): Promise<void> {
  const copy = t('Copy Path');
  const open = t('Open in New Window');
  const picked = await vscode.window.showInformationMessage(
    t('The ledger is on the machine that this window works on: {0}', file),
    copy,
    open,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(file);
  if (picked === open)
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(path.dirname(file)), { forceNewWindow: true });
}

async function firstThatIs(...places: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  for (const place of places) {
    const isThere = await vscode.workspace.fs.stat(place).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}
