import { type Budget, dayAfter, periodOf } from '../../core/budget/index.ts';
import { localDay } from '../../core/ledger/index.ts';
import { budgetCalendar } from '../../platform/budgets.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import type { BudgetPorts } from './budgetPorts.ts';

type LocalPorts = Pick<BudgetPorts, 'clock' | 'memory' | 'log'>;

/** The local day on which paid models are to be resumed. */
const untilKey = 'farthing.budget.localUntil';

/**
 * Pauses paid models until the budget's period is over, or the user resumes them. Who has paused them before decides alone when that ends. Of a
 * rolling period some is free again on the next day; a task's has no end of its own.
 */
export async function goLocal({ clock, memory, log }: LocalPorts, budget: Budget): Promise<void> {
  if (readSetting('paidModels.paused')) return;
  const today = localDay(clock.now(), clock.timeZone());
  const until = budget.period === 'rolling-30-days' ? dayAfter(today, 1) : periodOf(budget, today, budgetCalendar()).nextFromDay;
  await writeSetting('paidModels.paused', true);
  // Not before: another window would take it that the user has resumed them already.
  await memory.update(untilKey, until);
  log.info(`paid models are paused${until === undefined ? '' : ` until ${until}`}: the user chose "Go Local"`);
}

/** Resumes paid models when the period is over for which the user went local; forgets that where the user has resumed them. */
export async function resumeInTime({ clock, memory, log }: LocalPorts): Promise<void> {
  const until = memory.get<string>(untilKey);
  if (until === undefined) return;
  const isPaused = readSetting('paidModels.paused');
  if (isPaused && localDay(clock.now(), clock.timeZone()) < until) return;
  await memory.update(untilKey, undefined);
  if (!isPaused) return;
  await writeSetting('paidModels.paused', undefined);
  log.info('paid models are resumed: the period is over for which the user went local');
}
