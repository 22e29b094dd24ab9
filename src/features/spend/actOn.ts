import * as vscode from 'vscode';
import { type Budget, budgetId } from '../../core/budget/index.ts';
import { nanoUsdPerUsd } from '../../core/money/index.ts';
import { type CommandId, commands } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import { writeSetting } from '../../platform/settings.ts';
import type { MessageFromPage, PageCommand } from './protocol.ts';

const { t } = vscode.l10n;

export interface ActionPorts {
  readonly budgets: () => readonly Budget[];
  readonly log: Pick<Log, 'warn' | 'error'>;
}

export type Action = Exclude<MessageFromPage, { readonly type: 'ready' }>;

/** Does what the user asked for on the page. What fails is told, because the user waits for it. */
export async function actOn(action: Action, ports: ActionPorts): Promise<void> {
  try {
    await carryOut(action, ports);
  } catch (error) {
    ports.log.error(`"${action.type}" of the Spend page failed: ${error}`);
    void vscode.window.showErrorMessage(t('Farthing could not do that: {0}', error instanceof Error ? error.message : String(error)));
  }
}

async function carryOut(action: Action, ports: ActionPorts): Promise<void> {
  switch (action.type) {
    case 'set-budget': {
      const { period, limitNanoUsd } = action;
      // The setting is in dollars; reading it rounds to the same integer.
      await writeSetting(`budget.${period}`, limitNanoUsd === undefined ? undefined : limitNanoUsd / nanoUsdPerUsd);
      return;
    }
    case 'pause-paid-models':
      await writeSetting('paidModels.paused', action.isPaused || undefined);
      return;
    case 'allow-more':
      await allowMore(action, ports);
      return;
    case 'run':
      await vscode.commands.executeCommand(commandOf(action.command));
      return;
  }
}

async function allowMore(
  { budgetId: id, amountNanoUsd }: Extract<Action, { readonly type: 'allow-more' }>,
  { budgets, log }: ActionPorts,
): Promise<void> {
  if (!budgets().some((budget) => budgetId(budget) === id)) {
    log.warn(`the Spend page asked to allow more of "${id}", which is no budget`);
    return;
  }
  // The command also sees to it that whoever has just agreed is not asked again at once.
  await vscode.commands.executeCommand(commands.allowMore, id, amountNanoUsd);
}

function commandOf(command: PageCommand): CommandId {
  const ids: Readonly<Record<PageCommand, CommandId>> = {
    'set-key': commands.setKey,
    'choose-model': commands.pickModel,
    'open-ledger-folder': commands.openLedgerFolder,
    'export-csv': commands.exportCsv,
    'why-none': commands.whyNone,
    'show-log': commands.showLog,
  };
  return ids[command];
}
