import type { BudgetForecast, LimitAction, PressureVerdict } from '../../core/budget/index.ts';
import type { DaySummary, LedgerEntry, LimitState } from '../../core/ledger/index.ts';
import type { CompletionHealth } from '../../platform/completionHealth.ts';
import type { PaidReadiness } from '../../platform/paidReadiness.ts';
import type { EndpointTrouble, HeldBack } from '../../platform/paidState.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';
import type { PaidCompletion } from './paidCompletion.ts';

/** All that the status item shows, as one value. */
export interface MeterView {
  readonly today: DaySummary;
  readonly last: LedgerEntry | undefined;
  readonly localServers: LocalServerState;
  readonly ledger: LedgerState;
  readonly completions: 'on' | 'off';
  /** `until 14:05`; undefined while completions are not snoozed. */
  readonly snoozed: string | undefined;
  /** Why the newest question got no suggestion, in a few words. */
  readonly noSuggestion: string | undefined;
  /** What the user looks at; undefined where that is no text. `file`: whether it is completed, as far as that depends on the file. */
  readonly editor: { readonly languageId: string; readonly file: 'on' | 'off' } | undefined;
  readonly hasWorkspace: boolean;
  readonly health: CompletionHealth;
  readonly paid: PaidReadiness;
  readonly paidCompletion: PaidCompletion;
  /** The user's budgets, with what is spent and held of each. */
  readonly budgets: readonly LimitState[];
  /** What each budget does at its end, by the budget's id. */
  readonly atLimits: Readonly<Record<string, LimitAction>>;
  /** How they press on completions where the user works: on the paid models that would answer, and there on the one that is pressed least. */
  readonly pressure: PressureVerdict;
  /** By budget id, as far as it is foreseen. */
  readonly forecasts: Readonly<Record<string, BudgetForecast>>;
  readonly heldBack: HeldBack | undefined;
  readonly trouble: EndpointTrouble | undefined;
  /** Goes with the link that allows more: the command takes the amount on this window's word only. */
  readonly offer: string | undefined;
  /** Of the editor, as far as they may be asked; missing: none. */
  readonly editorModels?: readonly string[];
  /** The local model that was passed over for the last completion, because its answer would have come too late. */
  readonly tooSlow?: TooSlow | undefined;
}

export interface TooSlow {
  readonly candidate: string;
  /** What was measured, as the decision has it. */
  readonly reason: string;
  /** Another model was asked in its place. */
  readonly isReplaced: boolean;
}

/** A local model that completes code is there now. */
export function hasLocalCompletion({ localServers }: Pick<MeterView, 'localServers'>): boolean {
  return (
    localServers.status === 'found' && localServers.servers.some(({ models }) => models.some(({ fillInTheMiddle }) => fillInTheMiddle))
  );
}

/** A paid model would complete code now: one is there, and no budget keeps them all from being asked. */
export function hasPaidCompletion({ paid, paidCompletion, pressure }: Pick<MeterView, 'paid' | 'paidCompletion' | 'pressure'>): boolean {
  return paid === 'ready' && paidCompletion === 'available' && (pressure.pressure === 'normal' || pressure.pressure === 'economy');
}
