import * as vscode from 'vscode';
import { type Budget, dayAfter, periodOf } from '../../core/budget/index.ts';
import { localDay } from '../../core/ledger/index.ts';
import { budgetCalendar } from '../../platform/budgets.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import type { BudgetPorts } from './budgetPorts.ts';

const { t } = vscode.l10n;

type LocalPorts = Pick<BudgetPorts, 'clock' | 'memory' | 'log'>;

/** The local day on which paid models are to be resumed. */
const untilKey = 'farthing.budget.localUntil';

/**
 * Pauses paid models until the budget's period is over, or the user resumes them. Of two budgets whose users went local the later end counts. Who
 * has paused them by hand decides alone when that ends. Of a rolling period some is free again on the next day; a task's has no end of its own.
 * Never throws: what could not be paused is told, because the user believes that nothing paid leaves.
 */
export async function goLocal(ports: LocalPorts, budget: Budget): Promise<void> {
  try {
    await pause(ports, budget);
  } catch (error) {
    ports.log.error(`"Go Local" failed: ${error}`);
    await tellNotWritten(
      readSetting('paidModels.paused')
        ? t('Farthing: paid models are paused until you resume them, because the end of the pause could not be kept: {0}', wordsOf(error))
        : t('Farthing: paid models are not paused, and may be asked as before: {0}', wordsOf(error)),
    );
  }
}

async function pause({ clock, memory, log }: LocalPorts, budget: Budget): Promise<void> {
  const isPaused = readSetting('paidModels.paused');
  const before = memory.get<string>(untilKey);
  if (isPaused && before === undefined) return;
  const today = localDay(clock.now(), clock.timeZone());
  const end = budget.period === 'rolling-30-days' ? dayAfter(today, 1) : periodOf(budget, today, budgetCalendar()).nextFromDay;
  const until = isPaused && before !== undefined && end !== undefined && before > end ? before : end;
  if (!isPaused) await writeSetting('paidModels.paused', true);
  // Not before: another window would take it that the user has resumed them already.
  await memory.update(untilKey, until);
  log.info(`paid models are paused${until === undefined ? '' : ` until ${until}`}: the user chose "Go Local"`);
}

/**
 * Resumes paid models when the period is over for which the user went local; forgets that where the user has resumed them. Where the setting cannot be
 * written it throws, and the day is kept: the next check tries again.
 */
export async function resumeInTime({ clock, memory, log }: LocalPorts): Promise<void> {
  const until = memory.get<string>(untilKey);
  if (until === undefined) return;
  const isPaused = readSetting('paidModels.paused');
  if (isPaused && localDay(clock.now(), clock.timeZone()) < until) return;
  if (isPaused) {
    await writeSetting('paidModels.paused', undefined);
    log.info('paid models are resumed: the period is over for which the user went local');
  }
  await memory.update(untilKey, undefined);
}

/** The user waits for paid models, and would not know why none answers. */
export function tellNotResumed(error: unknown): Promise<void> {
  return tellNotWritten(
    t('Farthing: the period is over for which you went local, but paid models could not be resumed: {0}', wordsOf(error)),
  );
}

async function tellNotWritten(words: string): Promise<void> {
  const open = t('Open Settings');
  const toDo = t('Save or mend your settings file, then run "Farthing: Pause or Resume Paid Models".');
  const picked = await vscode.window.showErrorMessage([words, toDo].join(' '), open);
  if (picked === open) await vscode.commands.executeCommand('workbench.action.openSettingsJson');
}

/** What the editor says ends with a point of its own, or without one. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
