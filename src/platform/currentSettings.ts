import * as vscode from 'vscode';
import type { Budget, BudgetCalendar } from '../core/budget/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import type { Sort } from '../core/rules/index.ts';
import type { Pins } from '../core/selection/index.ts';
import { askAboveNanoUsd, budgetCalendar, budgetsInForce } from './budgets.ts';
import { readRouting } from './routing.ts';
import { readSetting } from './settings.ts';

interface Snapshot {
  readonly budgets: readonly Budget[];
  readonly budgetCalendar: BudgetCalendar;
  readonly askAboveNanoUsd: NanoUsd | undefined;
  readonly pins: Pins;
  readonly sort: Sort;
  readonly localWatts: number;
}

/**
 * What every request asks of the settings, kept until a setting of Farthing changes or the workspace is trusted: the editor copies the
 * configuration whenever it is read, and a request asks many times while the user types. Made before whoever acts on those events, so that
 * they find what is new.
 */
export class CurrentSettings {
  readonly #subscription: vscode.Disposable;
  #snapshot: Snapshot | undefined;

  constructor() {
    const forget = (): void => {
      this.#snapshot = undefined;
    };
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('farthing')) forget();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(forget),
      // Each folder may have a data policy of its own.
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
    );
  }

  budgets = (): readonly Budget[] => this.#current().budgets;

  budgetCalendar = (): BudgetCalendar => this.#current().budgetCalendar;

  /** A request that may cost more asks before it leaves; undefined: none does. */
  askAboveNanoUsd = (): NanoUsd | undefined => this.#current().askAboveNanoUsd;

  pins = (): Pins => this.#current().pins;

  sort = (): Sort => this.#current().sort;

  /** What this machine draws while a local model works. */
  localWatts = (): number => this.#current().localWatts;

  /** What else is worked out of the settings, and kept just as long. `read` is given the budgets in force. */
  keeping<Value>(read: (budgets: readonly Budget[]) => Value): () => Value {
    let kept: { readonly of: Snapshot; readonly value: Value } | undefined;
    return () => {
      const of = this.#current();
      if (kept?.of !== of) kept = { of, value: read(of.budgets) };
      return kept.value;
    };
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #current(): Snapshot {
    const snapshot = this.#snapshot ?? readSnapshot();
    this.#snapshot = snapshot;
    return snapshot;
  }
}

function readSnapshot(): Snapshot {
  const budgets = budgetsInForce();
  return {
    budgets,
    budgetCalendar: budgetCalendar(),
    askAboveNanoUsd: askAboveNanoUsd(),
    pins: readRouting().pins,
    sort: readSetting('routing.sort'),
    localWatts: readSetting('localServer.watts'),
  };
}
