import * as vscode from 'vscode';
import { type CommandId, commands } from '../../platform/commands.ts';
import { readSetting } from '../../platform/settings.ts';

/** What a click on the meter offers. */
export async function showMenu(): Promise<void> {
  const { t } = vscode.l10n;
  const toggle = readSetting('completion.enabled') ? t('Turn inline completions off') : t('Turn inline completions on');
  const picks: readonly (vscode.QuickPickItem & { readonly run: CommandId })[] = [
    { label: `$(search) ${t('Look for a local model server')}`, run: commands.lookForLocalServer },
    { label: `$(sparkle) ${toggle}`, run: commands.toggleCompletions },
    { label: `$(output) ${t('Open the log')}`, run: commands.showLog },
  ];
  const picked = await vscode.window.showQuickPick(picks, { title: t('Farthing') });
  if (picked) await vscode.commands.executeCommand(picked.run);
}
