import * as vscode from 'vscode';
import type { WarningThreshold } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { percentOf, usedInWords } from '../../platform/budgetWords.ts';
import { commands } from '../../platform/commands.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { BudgetPorts } from './budgetPorts.ts';

const { t } = vscode.l10n;

/** The thresholds, in per cent, of which the user does not want to be told any more. */
const silencedKey = 'farthing.budget.silenced';

/** Tells the user that a budget has come to a threshold, unless this kind of notice is not wanted any more. */
export async function notify(
  { memory, log }: Pick<BudgetPorts, 'memory' | 'log'>,
  threshold: WarningThreshold,
  state: LimitState,
  heldBack: HeldBack | undefined,
): Promise<void> {
  const words = noticeInWords(threshold, state, heldBack);
  log.info(`budget ${state.budgetId}: ${words}`);
  if (silenced(memory).includes(threshold)) return;
  const [allowMore, showSpend, never] = [t('Allow More…'), t('Show Spend'), t('Don’t Show Again')];
  const picked =
    threshold === 50
      ? await vscode.window.showInformationMessage(words, showSpend, never)
      : threshold === 80
        ? await vscode.window.showWarningMessage(words, showSpend, never)
        : await vscode.window.showWarningMessage(words, allowMore, showSpend, never);
  if (picked === allowMore) await vscode.commands.executeCommand(commands.allowMore);
  if (picked === showSpend) await vscode.commands.executeCommand(commands.showSpend);
  // Read anew: other notices may have been silenced while this one stood there.
  if (picked === never) await memory.update(silencedKey, [...silenced(memory), threshold]);
}

function silenced(memory: BudgetPorts['memory']): readonly number[] {
  return memory.get<readonly number[]>(silencedKey) ?? [];
}

function noticeInWords(threshold: WarningThreshold, state: LimitState, heldBack: HeldBack | undefined): string {
  const used = usedInWords(state);
  if (threshold < 100) return t('Farthing: {0} % of a budget is used: {1}.', percentOf(state), used);
  if (heldBack?.budgetId === state.budgetId && state.spentNanoUsd < state.limitNanoUsd) {
    return t(
      'Farthing: a budget cannot hold the next request: {0} spent, and it may cost {1}. Paid requests are held back.',
      used,
      formatUsd(heldBack.neededNanoUsd),
    );
  }
  return t('Farthing: a budget is used up: {0}. Paid requests are held back.', used);
}
