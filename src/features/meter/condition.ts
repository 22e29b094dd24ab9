import { isBanned, isStopping, nearlyUsedUp } from './budgets.ts';
import { hasLocalCompletion, hasPaidCompletion, type MeterView } from './meterView.ts';

/** The one thing that the user should know first, if any: the worst one wins. */
export type Condition =
  | 'ledger-unavailable'
  | 'ledger-failing'
  | 'completions-off'
  | 'completions-snoozed'
  | 'budget-stopped'
  | 'key-refused'
  | 'request-forbidden'
  | 'account-empty'
  | 'server-refused'
  | 'server-away'
  | 'no-server'
  | 'looking'
  | 'no-model-loaded'
  | 'no-code-model'
  | 'server-too-slow'
  | 'last-failed'
  | 'budget-warning'
  | 'budget-economy'
  | 'paid-paused'
  | 'paid-no-budget'
  | 'paid-untrusted'
  | 'paid-cannot-complete'
  | 'ready';

export function conditionOf(view: MeterView): Condition {
  const { ledger, completions, health } = view;
  if (ledger.status === 'unavailable') return 'ledger-unavailable';
  if (ledger.status === 'failing') return 'ledger-failing';
  if (completions === 'off') return 'completions-off';
  if (view.snoozed !== undefined) return 'completions-snoozed';
  return paidProblem(view) ?? serverProblem(view) ?? (isFailure(health) ? 'last-failed' : calmCondition(view));
}

/** Nobody answers in its place: where a paid model does, that is told beside. */
function isTooSlow({ tooSlow }: MeterView): boolean {
  return tooSlow !== undefined && !tooSlow.isReplaced;
}

/** What keeps paid requests from leaving or from being answered, though the user wants them. */
function paidProblem(view: MeterView): Condition | undefined {
  const { paid, heldBack, pressure, trouble } = view;
  // It stops local models too.
  if (pressure.pressure === 'stop') return 'budget-stopped';
  if (paid !== 'ready') return undefined;
  if (heldBack || (isStopping(pressure) && !isBanned(view))) return 'budget-stopped';
  switch (trouble?.reason) {
    case 'unauthorized':
      return 'key-refused';
    case 'forbidden':
      return 'request-forbidden';
    case 'payment-required':
      return 'account-empty';
    default:
      return undefined;
  }
}

/** Where a paid model completes code, a local server is not missed, unless it was there or is asked for. */
function serverProblem(view: MeterView): Condition | undefined {
  const { localServers } = view;
  if (localServers.status === 'refused') return 'server-refused';
  if (localServers.status === 'away') return 'server-away';
  if (hasLocalCompletion(view) || hasPaidCompletion(view)) return undefined;
  const waiting = paidWaiting(view);
  if (waiting) return waiting;
  if (localServers.status === 'none')
    return view.paid === 'ready' && view.paidCompletion === 'missing' ? 'paid-cannot-complete' : 'no-server';
  if (localServers.status === 'looking') return 'looking';
  return localServers.servers.every(({ models }) => models.length === 0) ? 'no-model-loaded' : 'no-code-model';
}

/** Who gave a key wants paid models, and is one step away from them: that step is nearer than a local server. */
function paidWaiting({ paid }: MeterView): Condition | undefined {
  switch (paid) {
    case 'no-budget':
      return 'paid-no-budget';
    case 'paused':
      return 'paid-paused';
    case 'untrusted':
      return 'paid-untrusted';
    case 'no-key':
    case 'ready':
      return undefined;
  }
}

/** That nothing could be reserved is the budget's or the ledger's doing, which are told in words of their own. */
function isFailure(health: MeterView['health']): boolean {
  return health !== 'well' && health !== 'not-reserved';
}

function calmCondition(view: MeterView): Condition {
  if (isTooSlow(view)) return 'server-too-slow';
  if (view.paid === 'ready' && view.pressure.pressure === 'economy' && !isBanned(view)) return 'budget-economy';
  return nearlyUsedUp(view) ? 'budget-warning' : (paidWaiting(view) ?? 'ready');
}

/** `error`: the user's work stands still. `warning`: something is wrong that was right before, or that only the user can mend. */
export type Alarm = 'error' | 'warning';

export function alarmOf(condition: Condition, view: MeterView): Alarm | undefined {
  if (condition === 'budget-stopped' && isBanned(view)) return undefined;
  if (condition === 'budget-stopped' && (view.pressure.pressure === 'stop' || !hasLocalCompletion(view))) return 'error';
  if (isAlarm(condition)) return 'warning';
  return condition !== 'completions-off' && nearlyUsedUp(view) ? 'warning' : undefined;
}

function isAlarm(condition: Condition): boolean {
  switch (condition) {
    case 'ledger-unavailable':
    case 'ledger-failing':
    case 'budget-stopped':
    case 'key-refused':
    case 'request-forbidden':
    case 'account-empty':
    case 'server-refused':
    case 'server-away':
    case 'last-failed':
    case 'budget-warning':
      return true;
    case 'budget-economy':
    case 'completions-off':
    case 'completions-snoozed':
    case 'no-server':
    case 'looking':
    case 'no-model-loaded':
    case 'no-code-model':
    case 'server-too-slow':
    case 'paid-paused':
    case 'paid-no-budget':
    case 'paid-untrusted':
    case 'paid-cannot-complete':
    case 'ready':
      return false;
  }
}
