import * as vscode from 'vscode';
import { type Budget, budgetId } from '../../core/budget/index.ts';
import { nanoUsdPerUsd } from '../../core/money/index.ts';
import { commands } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import type { RuleSet } from '../../platform/rulesSet.ts';
import { writeSetting } from '../../platform/settings.ts';
import { withoutTask } from './budgetState.ts';
import type { MessageFromPage, PageCommand } from './protocol.ts';

const { t } = vscode.l10n;

export interface ActionPorts {
  readonly budgets: () => readonly Budget[];
  readonly rules: { readonly sets: readonly RuleSet[] };
  /** What makes an amount this window's own: without it the command asks. */
  readonly offer?: string;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

export type Action = Exclude<MessageFromPage, { readonly type: 'ready' | 'look' }>;

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
      await vscode.commands.executeCommand(...commandOf(action.command));
      return;
    case 'open-rules':
      await openRules(action.folder, ports);
      return;
  }
}

async function allowMore(
  { budgetId: id, amountNanoUsd }: Extract<Action, { readonly type: 'allow-more' }>,
  { budgets, offer, log }: ActionPorts,
): Promise<void> {
  if (!budgets().some((budget) => budgetId(budget) === withoutTask(id))) {
    log.warn(`the Spend page asked to allow more of "${id}", which is no budget`);
    return;
  }
  // The command also sees to it that whoever has just agreed is not asked again at once.
  await vscode.commands.executeCommand(commands.allowMore, id, amountNanoUsd, offer);
}

/** Only a file that rules were read from: whatever gets into a page can post messages. */
async function openRules(folder: string, { rules, log }: ActionPorts): Promise<void> {
  const set = rules.sets.find((each) => each.place === 'folder' && each.folder === folder);
  if (set?.place !== 'folder') {
    log.warn('the Spend page asked for a file of rules that there is none of');
    return;
  }
  await vscode.window.showTextDocument(set.file);
}

/** The editor's own command, whose argument is what it looks for. */
const openSettings = 'workbench.action.openSettings';

function commandOf(command: PageCommand): readonly [id: string, ...args: readonly string[]] {
  const ids: Readonly<Record<PageCommand, readonly [id: string, ...args: readonly string[]]>> = {
    'set-key': [commands.setKey],
    'choose-model': [commands.pickModel],
    'open-ledger-folder': [commands.openLedgerFolder],
    'export-csv': [commands.exportCsv],
    'why-none': [commands.whyNone],
    'show-log': [commands.showLog],
    'approve-rules': [commands.approveRules],
    'open-budget-settings': [openSettings, 'farthing.budget'],
    'open-policy-settings': [openSettings, 'farthing.policy'],
    'open-rules-settings': [openSettings, 'farthing.routing'],
    'open-endpoint-settings': [openSettings, 'farthing.catalogue.endpoints'],
  };
  return ids[command];
}
