import * as vscode from 'vscode';
import { budgetsInForce, onDidChangeBudgets } from '../../platform/budgets.ts';
import { everyMidnight } from '../../platform/everyMidnight.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import { onDidChangeSetting } from '../../platform/settings.ts';
import { throttle } from '../../platform/throttle.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { wouldFitNow } from './budgetsToRaise.ts';
import { resumeInTime, tellNotResumed } from './goLocal.ts';
import { budgetOf, heldNoticeFor, type Notice, noticesFor } from './notices.ts';
import { notify } from './notify.ts';

const leastIntervalMs = 500;

/** Compares what is spent with the budgets whenever the ledger or they change, and tells each threshold once. */
export function watchBudgets(ports: BudgetPorts): readonly vscode.Disposable[] {
  const { ledger, heldBack, tasks, log } = ports;
  /** What this window has asked to tell: the ledger need not be asked for it again. */
  const claimed = new Set<string>();
  // What is wrong with the ledger is told elsewhere.
  const check = throttle(leastIntervalMs, () => checkBudgets(ports, claimed).catch((error: unknown) => log.debug(`budgets: ${error}`)));
  check.run();
  return [
    check,
    ledger.onDidChange(check.run),
    heldBack.onDidChange(check.run),
    ...(tasks ? [tasks.onDidChange(check.run)] : []),
    everyMidnight(check.run),
    onDidChangeBudgets(check.run),
    onDidChangeSetting('paidModels.paused', check.run),
    vscode.window.onDidChangeWindowState(check.run),
  ];
}

export async function checkBudgets(ports: BudgetPorts, claimed: Set<string>): Promise<void> {
  const { ledger, clock, heldBack, tasks, log } = ports;
  await resumeInTime(ports).then(
    () => void claimed.delete(notResumedKey),
    (error: unknown) => notResumed(ports, error, claimed),
  );
  const held = heldBack.value;
  const budgets = budgetsInForce();
  const limits = limitsWith(clock, held, tasks?.value);
  const states = limits.length === 0 ? [] : await ledger.limitStates(limits);
  // One that came meanwhile knows better than these sums.
  if (held && held === heldBack.value && wouldFitNow(states, clock, held)) heldBack.set(undefined);
  // A notice in a window that nobody looks at, or whose tab is closed, would be told to nobody: the next window that is looked at tells it.
  if (!vscode.window.state.focused) return;
  for (const limit of limits) {
    const state = states.find(({ budgetId }) => budgetId === limit.budgetId);
    const budget = budgetOf(limit, budgets);
    if (!state || !budget) continue;
    const highest = await claim(ports, noticesFor(limit, state, budget), claimed);
    const held = heldNoticeFor(limit, state, budget, heldBack.value);
    // Of both it is the one to be told: it says how much is spent, too.
    const told = (await claim(ports, held ? [held] : [], claimed)) ?? highest;
    if (!told) continue;
    // Not waited for: it ends when the user answers.
    void notify(ports, { budget, state, threshold: told.threshold, heldBack: heldBack.value }).catch((error: unknown) =>
      log.warn(`a notice of the budget ${state.budgetId}: ${error}`),
    );
  }
}

/** Told once in a window that the user looks at; each check tries again. */
function notResumed({ log }: Pick<BudgetPorts, 'log'>, error: unknown, claimed: Set<string>): void {
  if (!vscode.window.state.focused || claimed.has(notResumedKey)) return;
  claimed.add(notResumedKey);
  log.error(`paid models could not be resumed: ${error}`);
  void tellNotResumed(error).catch((failure: unknown) => log.warn(`${failure}`));
}

const notResumedKey = 'paid-models-not-resumed';

/** Takes all of these notices upon this window; the highest is told if no window has told it yet, the lower ones are not told any more. */
async function claim(
  { ledger, clock }: Pick<BudgetPorts, 'ledger' | 'clock'>,
  notices: readonly Notice[],
  claimed: Set<string>,
): Promise<Notice | undefined> {
  let isFirst = false;
  for (const { key } of notices) {
    isFirst = !claimed.has(key) && (await ledger.claimNotice(key, clock.now()));
    claimed.add(key);
  }
  return isFirst ? notices.at(-1) : undefined;
}
