import * as vscode from 'vscode';
import { type BudgetForecast, budgetId, budgetPressures, type PressureVerdict, pressureOf } from '../../core/budget/index.ts';
import type { Candidate } from '../../core/catalogue/index.ts';
import { emptyDay, type Ledger, localDay } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import { budgetsInForce } from '../../platform/budgets.ts';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { CompletionHealth, LastCompletion } from '../../platform/completionHealth.ts';
import { everyMidnight } from '../../platform/everyMidnight.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import { noSuggestionInShort } from '../../platform/noSuggestionInShort.ts';
import type { Observed } from '../../platform/observed.ts';
import { onDidChangePaidReadiness, type PaidModelsPorts, paidCompleting, paidReadiness } from '../../platform/paidReadiness.ts';
import type { EndpointTrouble, HeldBack } from '../../platform/paidState.ts';
import { onDidChangeSetting, readSetting } from '../../platform/settings.ts';
import { throttle } from '../../platform/throttle.ts';
import { untilInWords } from '../../platform/untilInWords.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';
import type { Alarm } from './condition.ts';
import { meterText } from './meterText.ts';
import type { MeterView } from './meterView.ts';
import { paidCompletion } from './paidCompletion.ts';
import { showMenu } from './showMenu.ts';
import { tooSlow } from './tooSlow.ts';

export interface MeterPorts extends PaidModelsPorts {
  readonly ledger: Pick<Ledger, 'daySummary' | 'recentEntries' | 'limitStates'> & {
    readonly state: LedgerState;
    onDidChange(listener: () => void): { dispose(): void };
  };
  readonly localServers: { readonly state: LocalServerState; onDidChange(listener: () => void): { dispose(): void } };
  readonly health: Observed<CompletionHealth>;
  readonly heldBack: Observed<HeldBack | undefined>;
  /** The newest last. */
  readonly troubles: Observed<readonly EndpointTrouble[]>;
  /** By budget id; missing: nothing is foreseen. */
  readonly forecasts?: Observed<ReadonlyMap<string, BudgetForecast>>;
  /** The agents' tasks that this window asked for lately, the newest last. */
  readonly tasks?: Observed<readonly string[]>;
  /** Models of the editor that may be asked; missing: none. */
  readonly editorModels?: Observed<readonly Candidate[]>;
  /** What became of the newest question; missing: nobody asks. */
  readonly last?: Observed<LastCompletion | undefined>;
  readonly snooze?: { readonly until: Observed<number | undefined> };
  /** What keeps a file from being completed. */
  readonly exclusionOf?: (uri: vscode.Uri) => unknown;
  /** This window's word to the command that allows more. */
  readonly offer?: string;
  readonly clock: Clock;
}

type Books = Pick<MeterView, 'today' | 'last' | 'budgets'>;

/** Not more often than this does the item change: it is read by people. */
const leastPaintingMs = 1000;
/** Not more often than this is the ledger read. Together with the painting that is less than the two seconds other windows are given. */
const leastReadingMs = 250;

/** Today's spend and count in the status bar. */
export function registerMeter(ports: MeterPorts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('farthing.meter', vscode.StatusBarAlignment.Right, 100);
  item.name = vscode.l10n.t('Farthing Meter');
  item.command = commands.showMenu;

  let books: Books = { today: emptyDay(''), last: undefined, budgets: [] };
  let painted: LedgerState | undefined;
  let paintedReason: string | undefined;
  const painting = throttle(leastPaintingMs, () => {
    painted = ports.ledger.state;
    const view = viewOf(ports, books);
    paintedReason = view.noSuggestion;
    const { text, label, tooltip, alarm } = meterText(view);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: 'button' };
    item.backgroundColor = alarm && new vscode.ThemeColor(backgrounds[alarm]);
  });
  const reading = throttle(leastReadingMs, async () => {
    // A ledger that cannot be read tells so by its state.
    books = await readBooks(ports).catch(() => books);
    painting.run();
  });

  // The first full painting waits until activation is over: formatting numbers and dates loads the host's language data, which takes longer.
  item.text = '$(sync~spin)';
  item.show();
  reading.run();
  return vscode.Disposable.from(
    item,
    painting,
    reading,
    // Also what other windows wrote. What is wrong with the ledger is shown without waiting for it.
    ports.ledger.onDidChange(() => {
      if (ports.ledger.state !== painted) painting.run();
      reading.run();
    }),
    ports.localServers.onDidChange(painting.run),
    ports.health.onDidChange(painting.run),
    ports.heldBack.onDidChange(painting.run),
    ports.troubles.onDidChange(painting.run),
    ...(ports.last
      ? [
          ports.last.onDidChange((last) => {
            if (noSuggestionInShort(last) !== paintedReason) painting.run();
          }),
        ]
      : []),
    ...(ports.snooze ? [ports.snooze.until.onDidChange(painting.run)] : []),
    ...(ports.tasks ? [ports.tasks.onDidChange(reading.run)] : []),
    ...(ports.editorModels ? [ports.editorModels.onDidChange(painting.run)] : []),
    ...(ports.forecasts ? [ports.forecasts.onDidChange(painting.run)] : []),
    // Budgets among it: what is spent of them is read anew.
    onDidChangePaidReadiness(ports, () => {
      reading.run();
      painting.run();
    }),
    onDidChangeSetting(['completion.enabled', 'completion.exclude', 'routing.pins'], painting.run),
    vscode.window.onDidChangeActiveTextEditor(painting.run),
    everyMidnight(reading.run),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && reading.run()),
    registerCommand(commands.showMenu, () => showMenu(viewOf(ports, books))),
  );
}

const backgrounds: Readonly<Record<Alarm, string>> = {
  error: 'statusBarItem.errorBackground',
  warning: 'statusBarItem.warningBackground',
};

function viewOf(ports: MeterPorts, books: Books): MeterView {
  const forecasts = ports.forecasts?.value ?? new Map<string, BudgetForecast>();
  const { document } = vscode.window.activeTextEditor ?? {};
  const snoozedUntilMs = ports.snooze?.until.value;
  const inTrouble = new Set(ports.troubles.value.map(({ endpoint }) => endpoint));
  const candidates = ports.models.candidates().filter(({ endpoint }) => !inTrouble.has(endpoint.id));
  return {
    ...books,
    atLimits: Object.fromEntries(budgetsInForce().map((budget) => [budgetId(budget), budget.atLimit])),
    pressure: pressureOnCompletions(ports, books, paidCompleting(candidates)),
    forecasts: Object.fromEntries(forecasts),
    localServers: ports.localServers.state,
    ledger: ports.ledger.state,
    // As it is for the language that is being edited.
    completions: readSetting('completion.enabled', document) ? 'on' : 'off',
    snoozed: snoozedUntilMs === undefined ? undefined : untilInWords(snoozedUntilMs, ports.clock.timeZone()),
    noSuggestion: noSuggestionInShort(ports.last?.value),
    editor: document && { languageId: document.languageId, file: ports.exclusionOf?.(document.uri) === undefined ? 'on' : 'off' },
    hasWorkspace: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
    health: ports.health.value,
    paid: paidReadiness(ports),
    paidCompletion: paidCompletion(candidates),
    heldBack: ports.heldBack.value,
    trouble: ports.troubles.value.at(-1),
    editorModels: namesOf(ports.editorModels?.value ?? [], inTrouble),
    tooSlow: tooSlow(ports.last?.value, books.last),
    offer: ports.offer,
  };
}

/** Without those that are left alone at present. */
function namesOf(candidates: readonly Candidate[], inTrouble: ReadonlySet<string>): readonly string[] {
  return candidates.flatMap(({ model, endpoint }) => (inTrouble.has(endpoint.id) ? [] : [model.id]));
}

/** A budget of one provider stops that one: as long as another paid model may complete code, that is how things stand. */
function pressureOnCompletions({ forecasts, heldBack }: MeterPorts, { budgets }: Books, answering: readonly Candidate[]): PressureVerdict {
  const { document } = vscode.window.activeTextEditor ?? {};
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri);
  const request = { kind: 'completion.line', ...(folder && { workspace: folder.name }) } as const;
  const facts = { forecastOf: (id: string) => forecasts?.value.get(id), heldBack: heldBack.value };
  const pressure = pressureOf(budgets, budgetsInForce(), request, facts);
  const [first = pressure.all, ...others] = answering.map(pressure.of);
  const strictness = (verdict: PressureVerdict): number => budgetPressures.indexOf(verdict.pressure);
  const mildest = others.reduce((mild, each) => (strictness(each) < strictness(mild) ? each : mild), first);
  // It stops those that it counts, and no local model.
  return mildest.pressure === 'stop' && pressure.all.pressure !== 'stop' ? { ...mildest, pressure: 'local-only' } : mildest;
}

async function readBooks({ ledger, clock, heldBack, tasks }: MeterPorts): Promise<Books> {
  const day = localDay(clock.now(), clock.timeZone());
  // Of agents' tasks the newest one is of interest here: all of them are watched where budgets are.
  const limits = limitsWith(clock, heldBack.value, tasks?.value.slice(-1));
  const [today, [last], budgets] = await Promise.all([
    ledger.daySummary(day),
    ledger.recentEntries(1),
    limits.length === 0 ? [] : ledger.limitStates(limits),
  ]);
  return { today, last, budgets };
}
