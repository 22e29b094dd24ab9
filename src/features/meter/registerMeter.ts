import * as vscode from 'vscode';
import { emptyDay, type Ledger, localDay } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { CompletionHealth } from '../../platform/completionHealth.ts';
import type { Observed } from '../../platform/observed.ts';
import { onDidChangeSetting, readSetting } from '../../platform/settings.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';
import { meterText } from './meterText.ts';
import type { MeterView } from './meterView.ts';
import { showMenu } from './showMenu.ts';

export interface MeterPorts {
  readonly ledger: Ledger & { readonly state: LedgerState; onDidChange(listener: () => void): { dispose(): void } };
  readonly localServers: { readonly state: LocalServerState; onDidChange(listener: () => void): { dispose(): void } };
  readonly health: Observed<CompletionHealth>;
  readonly clock: Clock;
}

/** Not more often than this does the item change: it is read by people. */
const leastIntervalMs = 1000;

/** Today's spend and count in the status bar. */
export function registerMeter(ports: MeterPorts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('farthing.meter', vscode.StatusBarAlignment.Right, 100);
  item.name = vscode.l10n.t('Farthing Meter');
  item.command = commands.showMenu;

  let books: Pick<MeterView, 'today' | 'last'> = { today: emptyDay(''), last: undefined };
  const paint = (): void => {
    const view: MeterView = {
      ...books,
      localServers: ports.localServers.state,
      ledger: ports.ledger.state,
      // As it is for the language that is being edited.
      completions: readSetting('completion.enabled', vscode.window.activeTextEditor?.document) ? 'on' : 'off',
      health: ports.health.value,
    };
    const { text, label, tooltip, isAlarm } = meterText(view);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: 'button' };
    item.backgroundColor = isAlarm ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  const read = async (): Promise<void> => {
    const [summary, [last]] = await Promise.all([ports.ledger.daySummary(today(ports.clock)), ports.ledger.recentEntries(1)]);
    books = { today: summary, last };
    paint();
  };
  const refresh = throttle(leastIntervalMs, () => read().catch(paint));

  // The first full painting waits until activation is over: formatting numbers and dates loads the host's language data, which takes longer.
  item.text = '$(sync~spin)';
  item.show();
  refresh.run();
  return vscode.Disposable.from(
    item,
    refresh,
    ports.ledger.onDidChange(refresh.run),
    ports.localServers.onDidChange(paint),
    ports.health.onDidChange(paint),
    vscode.window.onDidChangeActiveTextEditor(paint),
    everyMidnight(refresh.run),
    onDidChangeSetting('completion.enabled', paint),
    // Other windows write into the same ledger.
    vscode.window.onDidChangeWindowState(({ focused }) => focused && refresh.run()),
    registerCommand(commands.showMenu, showMenu),
  );
}

function today(clock: Clock): string {
  return localDay(clock.now(), clock.timeZone());
}

/** Today's sum is yesterday's from midnight on, by the clock on the wall. */
function everyMidnight(work: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const midnight = new Date();
    midnight.setHours(24, 0, 0, 0);
    timer = setTimeout(
      () => {
        work();
        wait();
      },
      midnight.getTime() - Date.now() + 100,
    );
    timer.unref();
  };
  wait();
  return { dispose: () => clearTimeout(timer) };
}

/** Runs at once when it has rested long enough, else once at the end of the interval. */
function throttle(intervalMs: number, work: () => Promise<void>): { readonly run: () => void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        lastMs = performance.now();
        void work();
      },
      Math.max(0, lastMs + intervalMs - performance.now()),
    );
  };
  return { run, dispose: () => clearTimeout(timer) };
}
