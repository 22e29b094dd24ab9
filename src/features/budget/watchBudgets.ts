import * as vscode from 'vscode';
import { budgetsInForce, onDidChangeBudgets } from '../../platform/budgets.ts';
import { everyMidnight } from '../../platform/everyMidnight.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import { onDidChangeSetting } from '../../platform/settings.ts';
import { throttle } from '../../platform/throttle.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { wouldFitNow } from './budgetsToRaise.ts';
import { resumeInTime } from './goLocal.ts';
import { budgetOf, type Notice, noticesFor } from './notices.ts';
import { notify } from './notify.ts';

const leastIntervalMs = 500;

/** Compares what is spent with the budgets whenever the ledger or they change, and tells each threshold once. */
export function watchBudgets(ports: BudgetPorts): readonly vscode.Disposable[] {
  const { ledger, heldBack, log } = ports;
  /** What this window has asked to tell: the ledger need not be asked for it again. */
  const claimed = new Set<string>();
  // What is wrong with the ledger is told elsewhere.
  const check = throttle(leastIntervalMs, () => checkBudgets(ports, claimed).catch((error: unknown) => log.debug(`budgets: ${error}`)));
  check.run();
  return [
    check,
    ledger.onDidChange(check.run),
    heldBack.onDidChange(check.run),
    everyMidnight(check.run),
    onDidChangeBudgets(check.run),
    onDidChangeSetting('paidModels.paused', check.run),
    vscode.window.onDidChangeWindowState(check.run),
  ];
}

export async function checkBudgets(ports: BudgetPorts, claimed: Set<string>): Promise<void> {
  const { ledger, clock, heldBack } = ports;
  await resumeInTime(ports);
  const held = heldBack.value;
  const budgets = budgetsInForce();
  const limits = limitsWith(clock, held);
  const states = limits.length === 0 ? [] : await ledger.limitStates(limits);
  // One that came meanwhile knows better than these sums.
  if (held && held === heldBack.value && wouldFitNow(states, clock, held)) heldBack.set(undefined);
  // A notice in a window that nobody looks at, or whose tab is closed, would be told to nobody: the next window that is looked at tells it.
  if (!vscode.window.state.focused) return;
  for (const limit of limits) {
    const state = states.find(({ budgetId }) => budgetId === limit.budgetId);
    const budget = budgetOf(limit, budgets);
    if (!state || !budget) continue;
    const highest = await claim(ports, noticesFor(limit, state, budget, heldBack.value), claimed);
    // Not waited for: it ends when the user answers.
    if (highest) void notify(ports, { budget, state, threshold: highest.threshold, heldBack: heldBack.value });
  }
}

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
