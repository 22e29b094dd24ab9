import * as vscode from 'vscode';
import { pressureOf } from '../../core/budget/index.ts';
import { candidateName } from '../../core/catalogue/index.ts';
import type { LedgerEntry, LimitState } from '../../core/ledger/index.ts';
import { budgetsInForce } from '../../platform/budgets.ts';
import { commands } from '../../platform/commands.ts';
import type { LastCompletion } from '../../platform/completionHealth.ts';
import { ledgerProblemInWords } from '../../platform/ledgerWords.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import { stateInWords } from '../../platform/localServerWords.ts';
import { paidReadiness } from '../../platform/paidReadiness.ts';
import { explain, type PriceOf } from './explain.ts';
import { type WhyNoneAction, type WhyNoneView, whyNone } from './whyNone.ts';
import { type WhyPorts, whyScheme } from './whyPorts.ts';

const { t } = vscode.l10n;
/** How long a suggestion that is shown may take to get into the books, before the one before it is explained. */
const bookedWithinMs = 2000;
const bookedStepMs = 50;

/** The page about a task, in Markdown. */
export async function explainTask(ports: WhyPorts, taskId: string): Promise<string> {
  return explain(await attemptsOf(ports, taskId), priceOf(ports));
}

/** Opens that page. `taskId`: whose; by default that of the last suggestion. */
export async function showWhyThis(ports: WhyPorts, taskId: unknown): Promise<void> {
  await show(ports, taskId).catch((error: unknown) => tellUnreadable(ports, error));
}

/** `asked`: the task to explain; by default the one whose suggestion was shown last, else the last one that was answered. */
async function show(ports: WhyPorts, asked: unknown): Promise<void> {
  const taskId = typeof asked === 'string' ? asked : await lastTask(ports);
  if (taskId === undefined) {
    await vscode.window.showInformationMessage(t('Farthing: nothing was asked of a model yet.'));
    return;
  }
  const uri = vscode.Uri.from({ scheme: whyScheme, path: `/${t('Why This Suggestion')}.md`, query: taskId });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** The user waits for the page, so what is in its way is told. */
async function tellUnreadable({ ledger: { state } }: WhyPorts, error: unknown): Promise<void> {
  const why =
    state.status === 'failing' || state.status === 'unavailable'
      ? `${ledgerProblemInWords(state.problem)} (${state.detail})`
      : error instanceof Error
        ? error.message
        : String(error);
  const showLog = t('Show Log');
  const picked = await vscode.window.showErrorMessage(t('Farthing: the ledger cannot be read now: {0}.', why), showLog);
  if (picked === showLog) await vscode.commands.executeCommand(commands.showLog);
}

async function lastTask({ ledger, last, timers }: WhyPorts): Promise<string | undefined> {
  if (last.value?.outcome === 'offer') {
    const { taskId } = last.value;
    if (await isSoonBooked(ledger, taskId, timers)) return taskId;
  }
  const entries = await ledger.recentEntries(50);
  return (entries.find(({ finish }) => finish === 'stop' || finish === 'length' || finish === 'tool-calls') ?? entries[0])?.taskId;
}

/** An answer is shown before it has ended, and so before it is in the books. */
async function isSoonBooked(ledger: WhyPorts['ledger'], taskId: string, timers: WhyPorts['timers']): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += bookedStepMs) {
    if ((await ledger.findEntries(taskId)).length > 0) return true;
    if (waitedMs >= bookedWithinMs) return false;
    await new Promise<void>((resolve) => void timers.after(bookedStepMs, resolve));
  }
}

async function attemptsOf({ ledger }: WhyPorts, taskId: string): Promise<readonly LedgerEntry[]> {
  const found = await ledger.findEntries(taskId);
  const first = found[0]?.taskId;
  return found.filter((entry) => entry.taskId === first).toSorted((a, b) => a.attempt - b.attempt);
}

function priceOf({ models }: WhyPorts): PriceOf {
  return (entry) =>
    models.candidates().find(({ model, endpoint }) => model.id === entry.model && endpoint.id === entry.endpoint)?.model.price;
}

export async function showWhyNone(ports: WhyPorts): Promise<void> {
  const { words, actions } = whyNone({
    last: ports.last.value,
    heldBack: ports.heldBack.value,
    ...(await budgetsOf(ports)),
    trouble: ports.trouble.value,
    paid: paidReadiness(ports),
    ledger: ports.ledger.state,
    slowModel: ports.localServers ? stateInWords(ports.localServers.state, nearestOf(ports.last.value) ?? '') : '',
    timeZone: ports.clock.timeZone(),
  });
  const buttons = actions.map((run) => ({ title: actionInWords(run), run }));
  const picked = await vscode.window.showInformationMessage(t('Farthing: {0}', words), ...buttons);
  if (picked) await act(picked.run);
}

async function act(action: WhyNoneAction): Promise<void> {
  switch (action) {
    case 'open-worth':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'farthing.completion.worth');
      break;
    case 'open-exclude':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'farthing.completion.exclude');
      break;
    case 'trigger':
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      break;
    default:
      await vscode.commands.executeCommand(action);
  }
}

/** The budget that held back, and how they press on the nearest model that was not asked. */
async function budgetsOf(ports: WhyPorts): Promise<Pick<WhyNoneView, 'budget' | 'pressure' | 'pressing'>> {
  const { ledger, clock, heldBack, forecasts, models, last } = ports;
  const limits = limitsWith(clock, heldBack.value);
  const states = limits.length === 0 ? [] : await ledger.limitStates(limits).catch(() => []);
  const stateOf = (id: string | undefined): LimitState | undefined => states.find(({ budgetId }) => budgetId === id);
  const { document } = vscode.window.activeTextEditor ?? {};
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri);
  const request = { kind: 'completion.line', ...(folder && { workspace: folder.name }) } as const;
  const facts = { forecastOf: (id: string) => forecasts?.value.get(id), heldBack: heldBack.value };
  const all = pressureOf(states, budgetsInForce(), request, facts);
  const nearest = nearestOf(last.value);
  const candidate = models.candidates().find((each) => candidateName(each) === nearest);
  const pressure = candidate ? all.of(candidate) : all.all;
  return {
    budget: stateOf(heldBack.value?.budgetId),
    pressure,
    pressing: pressure.pressure === 'normal' ? undefined : stateOf(pressure.budgetId),
  };
}

function nearestOf(last: LastCompletion | undefined): string | undefined {
  return last?.outcome === 'none' && last.whyNot.reason === 'no-model' ? last.whyNot.refusals[0]?.candidate : undefined;
}

function actionInWords(run: WhyNoneAction): string {
  switch (run) {
    case commands.allowMore:
      return t('Allow More…');
    case commands.setBudget:
      return t('Set Budget…');
    case commands.setKey:
      return t('Set API Key…');
    case commands.pickModel:
      return t('Choose Model or Tier…');
    case commands.togglePaidModels:
      return t('Resume Paid Models');
    case commands.retryNow:
      return t('Retry Now');
    case commands.toggleCompletions:
      return t('Turn Completions On or Off');
    case commands.toggleCompletionsForFile:
      return t('Turn On in This File');
    case commands.snoozeCompletions:
      return t('Snooze…');
    case 'trigger':
      return t('Ask All the Same');
    case 'open-worth':
    case 'open-exclude':
      return t('Open Setting');
    case commands.lookForLocalServer:
      return t('Look for a Local Server');
    case commands.whyThis:
      return t('Why This Suggestion?');
    default:
      return t('Show Log');
  }
}
