import * as vscode from 'vscode';
import type { Budget } from '../../core/budget/index.ts';
import { findModel, priceOn } from '../../core/catalogue/index.ts';
import { type Ledger, type LedgerEntry, localDay } from '../../core/ledger/index.ts';
import type { PriceRow } from '../../core/money/index.ts';
import type { Clock } from '../../core/router.ts';
import type { Forecasts } from '../../platform/budgetForecasts.ts';
import { onDidChangeBudgets } from '../../platform/budgets.ts';
import type { CloudModels } from '../../platform/cloudModels.ts';
import type { Keys } from '../../platform/keys.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import { newNonce, pageHtml } from '../../platform/pageHtml.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import { readPolicy } from '../../platform/policy.ts';
import { readRouting } from '../../platform/routing.ts';
import type { RoutingRules } from '../../platform/rules.ts';
import { onDidChangeSetting, readSetting } from '../../platform/settings.ts';
import { type Throttled, throttle } from '../../platform/throttle.ts';
import type { LocalServerWatch } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';
import { actOn } from './actOn.ts';
import { type Books, BooksReader, noBooks } from './books.ts';
import { readPolicyLayers } from './policyLayers.ts';
import type { PolicyFacts } from './policyState.ts';
import { type MessageFromPage, readMessageFromPage } from './protocol.ts';
import { firstDayOfRange } from './range.ts';
import { spendState } from './spendState.ts';
import { UsefulCounts } from './usefulCounts.ts';
import { firstView, type View } from './view.ts';

export interface SpendPorts {
  readonly extensionUri: vscode.Uri;
  readonly ledger: Ledger & {
    readonly state: LedgerState;
    onDidChange(listener: () => void): { dispose(): void };
    /** While a page is visible, other processes' entries are looked for more often. */
    setPageVisible(isVisible: boolean): void;
  };
  readonly models: Pick<CloudModels, 'endpoints' | 'models' | 'onDidChange'>;
  readonly localServers: Pick<LocalServerWatch, 'candidates'>;
  readonly keys: Pick<Keys, 'has'>;
  readonly rules: Pick<RoutingRules, 'sets' | 'areKnown' | 'onDidChange'>;
  readonly clock: Clock;
  readonly budgets: () => readonly Budget[];
  readonly heldBack: Observed<HeldBack | undefined>;
  readonly tasks?: Observed<readonly string[]>;
  /** What makes an amount to allow this window's own. */
  readonly offer?: string;
  readonly forecasts: Observed<Forecasts>;
  readonly log: Log;
}

/** Not more often than this does the page change by itself: it is read by people. */
const leastIntervalMs = 1000;
/** Days end and reservations run out without anybody telling. */
const idleRefreshMs = 60_000;

const shownSettings = ['paidModels.paused', 'policy', 'routing.pins', 'routing.rules'] as const;

/** The panel in the editor, and what passes between it and the ledger. The page computes nothing: each message tells it everything. */
export class SpendPanel implements vscode.Disposable {
  readonly #ports: SpendPorts;
  readonly #reader: BooksReader;
  #refresh: Throttled | undefined;
  #useful: UsefulCounts | undefined;
  #view: View = firstView;
  #books: Books = noBooks;
  #panel: vscode.WebviewPanel | undefined;

  constructor(ports: SpendPorts) {
    this.#ports = ports;
    this.#reader = new BooksReader(ports.ledger);
  }

  show(): void {
    if (this.#panel) this.#panel.reveal();
    else this.#open();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const { extensionUri, ledger, clock, heldBack, forecasts, models, rules, log } = this.#ports;
    const pace = throttle(leastIntervalMs, () => this.#send());
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
    const useful = new UsefulCounts({ ledger, now: clock.now, log, onDidRead: refresh });
    this.#useful = useful;
    const timer = setInterval(refresh, idleRefreshMs);
    const listeners = vscode.Disposable.from(
      { dispose: () => clearInterval(timer) },
      pace,
      useful,
      ledger.onDidChange(refresh),
      heldBack.onDidChange(refresh),
      forecasts.onDidChange(refresh),
      models.onDidChange(refresh),
      rules.onDidChange(refresh),
      onDidChangeBudgets(refresh),
      onDidChangeSetting(shownSettings, refresh),
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
    panel.webview.html = pageHtml({
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
    switch (read.type) {
      case 'ready':
      case 'look':
        // The user waits for what they asked to see: at once, whatever the pace.
        return this.#look(read);
      default:
        await actOn(read, this.#ports);
        this.#refresh?.run();
    }
  }

  async #look({ view }: Extract<MessageFromPage, { readonly type: 'ready' | 'look' }>): Promise<void> {
    this.#view = view;
    await this.#send();
  }

  async #send(): Promise<void> {
    try {
      await this.#tell(this.#view);
    } catch (error) {
      this.#ports.log.error(`the Spend page could not be brought up to date: ${error}`);
    }
  }

  async #tell(view: View): Promise<void> {
    const { ledger, clock, budgets, heldBack, forecasts, tasks, log } = this.#ports;
    const nowMs = clock.now();
    const timeZone = clock.timeZone();
    const today = localDay(nowMs, timeZone);
    try {
      this.#books = await this.#reader.read(view, today, limitsWith(clock, heldBack.value, tasks?.value.slice(-1)));
    } catch (error) {
      // The state says what is wrong with the ledger; what was read before stays.
      log.debug(`the Spend page could not read the ledger: ${error}`);
    }
    // Meanwhile the user looked elsewhere, which is told on its own.
    if (view !== this.#view) return;
    await this.#panel?.webview.postMessage(
      spendState({
        view,
        books: this.#books,
        counted: this.#counted(view, today),
        policy: view.tab === 'policy' ? this.#policy() : undefined,
        priceOf: (entry) => this.#priceOf(entry),
        budgets: budgets(),
        ledger: ledger.state,
        heldBack: heldBack.value,
        forecasts: forecasts.value,
        paidModels: readSetting('paidModels.paused') ? 'paused' : 'on',
        nowMs,
        today,
        timeZone,
        language: vscode.env.language,
      }),
    );
  }

  #counted(view: View, today: string): ReturnType<UsefulCounts['between']> {
    const nothing = { counts: [], completions: [], days: 0, isComplete: false };
    if (view.tab !== 'history') return nothing;
    return this.#useful?.between(firstDayOfRange(view.range, today), today) ?? nothing;
  }

  #policy(): PolicyFacts {
    const { models, localServers, keys, rules, budgets } = this.#ports;
    const found = localServers.candidates().map(({ endpoint }) => endpoint);
    const endpoints = [...new Map([...models.endpoints(), ...found].map((endpoint) => [endpoint.id, endpoint])).values()];
    const { metered } = readPolicy(budgets());
    return {
      metered: metered === 'allowed' && !rules.areKnown() ? 'rules-unknown' : metered,
      layers: readPolicyLayers(),
      ruleSets: rules.sets,
      pins: readRouting().pins,
      endpoints: endpoints.map((endpoint) => ({
        endpoint,
        key: endpoint.needsKey ? (keys.has(endpoint) ? 'set' : 'missing') : 'not-needed',
      })),
    };
  }

  #priceOf({ endpoint, model, localDay: day }: LedgerEntry): PriceRow | undefined {
    const { models } = this.#ports;
    const row = findModel({ endpoints: models.endpoints(), models: models.models() }, endpoint, model);
    return row?.prices && priceOn(row.prices, day);
  }
}
