import * as vscode from 'vscode';
import { type Budget, limitsOn } from '../../core/budget/index.ts';
import { type Ledger, localDay } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import { onDidChangeSetting, readSetting } from '../../platform/settings.ts';
import { type Throttled, throttle } from '../../platform/throttle.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';
import { actOn } from './actOn.ts';
import { firstDayOf, periodsOn } from './periods.ts';
import { readMessageFromPage } from './protocol.ts';
import { newNonce, spendHtml } from './spendHtml.ts';
import { type Books, noBooks, spendState } from './spendState.ts';

export interface SpendPorts {
  readonly extensionUri: vscode.Uri;
  readonly ledger: Ledger & {
    readonly state: LedgerState;
    onDidChange(listener: () => void): { dispose(): void };
    /** While a page is visible, other processes' entries are looked for more often. */
    setPageVisible(isVisible: boolean): void;
  };
  readonly clock: Clock;
  readonly budgets: () => readonly Budget[];
  readonly heldBack: Observed<HeldBack | undefined>;
  readonly log: Log;
}

/** Not more often than this does the page change: it is read by people. */
const leastIntervalMs = 1000;
/** Days end and reservations run out without anybody telling. */
const idleRefreshMs = 60_000;
const shownDecisions = 50;

/** The panel in the editor, and what passes between it and the ledger. The page keeps nothing: each message tells it everything. */
export class SpendPanel implements vscode.Disposable {
  readonly #ports: SpendPorts;
  #refresh: Throttled | undefined;
  #books: Books = noBooks;
  #panel: vscode.WebviewPanel | undefined;

  constructor(ports: SpendPorts) {
    this.#ports = ports;
  }

  show(): void {
    if (this.#panel) this.#panel.reveal();
    else this.#open();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const { extensionUri, ledger, heldBack, log } = this.#ports;
    const pace = throttle(leastIntervalMs, () =>
      this.#send().catch((error: unknown) => log.error(`the Spend page could not be brought up to date: ${error}`)),
    );
    this.#refresh = pace;
    const folder = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, name);
    const panel = vscode.window.createWebviewPanel('farthing.spend', vscode.l10n.t('Farthing: Spend'), vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [folder('dist'), folder('media')],
    });
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(folder('media'), 'icon.png');
    const refresh = (): void => {
      if (panel.visible) pace.run();
    };
    const timer = setInterval(refresh, idleRefreshMs);
    const listeners = vscode.Disposable.from(
      { dispose: () => clearInterval(timer) },
      pace,
      ledger.onDidChange(refresh),
      heldBack.onDidChange(refresh),
      onDidChangeSetting(['budget.day', 'budget.month', 'budget.kinds', 'paidModels.paused'], refresh),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => ledger.setPageVisible(panel.visible)),
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
      listeners.dispose();
      ledger.setPageVisible(false);
    });
    ledger.setPageVisible(true);
    // Last, because the page may answer at once.
    panel.webview.html = spendHtml({
      cspSource: panel.webview.cspSource,
      nonce: newNonce(),
      language: vscode.env.language,
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(folder('dist'), 'spendPage.js')).toString(),
      styles: ['page.css', 'spend.css'].map((file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder('media'), file)).toString()),
    });
  }

  async #receive(message: unknown): Promise<void> {
    const read = readMessageFromPage(message);
    if (!read) {
      this.#ports.log.warn('the Spend page sent a message that is none of its own; it was ignored');
      return;
    }
    if (read.type !== 'ready') await actOn(read, this.#ports);
    this.#refresh?.run();
  }

  async #send(): Promise<void> {
    const { ledger, clock, budgets, heldBack, log } = this.#ports;
    const timeZone = clock.timeZone();
    const today = localDay(clock.now(), timeZone);
    try {
      this.#books = await this.#read(today);
    } catch (error) {
      // The state says what is wrong with the ledger; what was read before stays.
      log.debug(`the Spend page could not read the ledger: ${error}`);
    }
    await this.#panel?.webview.postMessage(
      spendState({
        books: this.#books,
        budgets: budgets(),
        ledger: ledger.state,
        heldBack: heldBack.value,
        paidModels: readSetting('paidModels.paused') ? 'paused' : 'on',
        today,
        timeZone,
        language: vscode.env.language,
      }),
    );
  }

  async #read(today: string): Promise<Books> {
    const { ledger, budgets } = this.#ports;
    const [rollUps, entries, limits] = await Promise.all([
      ledger.rollUps(firstDayOf(periodsOn(today), today), today),
      ledger.recentEntries(shownDecisions),
      ledger.limitStates(limitsOn(budgets(), today)),
    ]);
    return { rollUps, entries, limits };
  }
}
