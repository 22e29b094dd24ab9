import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type * as vscode from 'vscode';
import { type AskBefore, mayCount } from './core/budget/index.ts';
import type { Candidate } from './core/catalogue/index.ts';
import { HealthBook } from './core/failover/index.ts';
import { registerAgent } from './features/agent/registerAgent.ts';
import { registerBudget } from './features/budget/registerBudget.ts';
import { registerCatalogue } from './features/catalogue/registerCatalogue.ts';
import { registerCommitMessage } from './features/commitMessage/registerCommitMessage.ts';
import { registerCompletion } from './features/completion/registerCompletion.ts';
import { registerEditSelection } from './features/editSelection/registerEditSelection.ts';
import { registerRetryNow } from './features/failover/registerRetryNow.ts';
import { registerKeys } from './features/keys/registerKeys.ts';
import { registerLanguageModels } from './features/languageModels/registerLanguageModels.ts';
import { registerLedger } from './features/ledger/registerLedger.ts';
import { findLocalServers } from './features/localServer/findLocalServers.ts';
import { registerLocalServer } from './features/localServer/registerLocalServer.ts';
import { registerBadSettings } from './features/log/registerBadSettings.ts';
import { registerLog } from './features/log/registerLog.ts';
import { registerMeter } from './features/meter/registerMeter.ts';
import { registerModels } from './features/models/registerModels.ts';
import { registerParticipant } from './features/participant/registerParticipant.ts';
import { registerReconcile } from './features/reconcile/registerReconcile.ts';
import { registerRules } from './features/rules/registerRules.ts';
import { registerSpend } from './features/spend/registerSpend.ts';
import { registerWhy } from './features/why/registerWhy.ts';
import { createAdapters } from './platform/adapters.ts';
import { AgentCaps } from './platform/agentCaps.ts';
import type { Forecasts } from './platform/budgetForecasts.ts';
import { readBudgets } from './platform/budgets.ts';
import { CatalogueRefresh } from './platform/catalogueRefresh.ts';
import { systemClock as clock, systemTimers as timers } from './platform/clock.ts';
import { CloudModels } from './platform/cloudModels.ts';
import type { CompletionHealth, LastCompletion } from './platform/completionHealth.ts';
import { CurrentSettings } from './platform/currentSettings.ts';
import { EndpointTroubles } from './platform/endpointTroubles.ts';
import { ExcludedFiles } from './platform/excludedFiles.ts';
import { Improvements } from './platform/improvements.ts';
import { isLocalEndpoint } from './platform/isLocalEndpoint.ts';
import { Keys } from './platform/keys.ts';
import { LateCore } from './platform/lateCore.ts';
import { userLedgerFile } from './platform/ledgerFile.ts';
import { createLog } from './platform/log.ts';
import { Observed } from './platform/observed.ts';
import type { HeldBack } from './platform/paidState.ts';
import { readRouting } from './platform/routing.ts';
import { RoutingRules } from './platform/rules.ts';
import { readSetting } from './platform/settings.ts';
import { Snooze } from './platform/snooze.ts';
import { editorFetch, replacedFetch } from './providers/http/editorFetch.ts';
import { LocalServerWatch } from './providers/localServers/localServerWatch.ts';
import { WorkerTokenCounter } from './providers/tokenizer/workerTokenCounter.ts';
import { WorkerLedger } from './storage/workerLedger.ts';

/** What must be ended in order, and waited for, when the window closes. */
let closeInOrder: () => Promise<void> = async () => undefined;

export function activate(context: vscode.ExtensionContext): void {
  const startedMs = performance.now();
  const settings = new CurrentSettings();
  const keys = new Keys(context.secrets);
  const log = createLog(keys.everHeld);
  const newId = randomUUID;
  // Asked for at each request, because the editor may replace it (proxy settings).
  const fetch = editorFetch((input, init) => globalThis.fetch(input, init), replacedFetch);
  const completionHealth = new Observed<CompletionHealth>('well');
  const last = new Observed<LastCompletion | undefined>(undefined);
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const improvements = new Improvements();
  const editorModels = new Observed<readonly Candidate[]>([]);
  const snooze = new Snooze({ now: clock.now, after: timers.after });
  const excluded = new ExcludedFiles();
  const caps = new AgentCaps();

  const file = userLedgerFile(log);
  const keepEntriesDays = readSetting('ledger.keepEntriesDays');
  const script = context.asAbsolutePath('dist/ledgerWorker.js');
  const ledger = new WorkerLedger({ script, file, settleExpiredEveryMs: 10_000, keepEntriesDays });
  const counter = new WorkerTokenCounter({ script: context.asAbsolutePath('dist/tokenizerWorker.js') });
  const localServers = new LocalServerWatch({ find: findLocalServers({ fetch, log }), timers, now: clock.now });
  const refresh = new CatalogueRefresh({
    load: () => import('./platform/catalogueRefresher.ts'),
    file: path.join(path.dirname(file), 'catalogue-refresh.json'),
    fetch,
    ledger,
    timers,
    clock,
    log,
  });
  const models = new CloudModels({
    loadBuiltIn: () => import('./core/catalogue/data/index.ts'),
    loadUserRows: () => import('./platform/userRows.ts'),
    refreshed: refresh,
    keys,
    clock,
    log,
  });
  const isLocal = (endpointId: string): boolean => isLocalEndpoint({ localServers, models }, endpointId);
  const health = new HealthBook({ now: clock.now, random: Math.random, after: timers.after }, { isLocal });
  const troubles = new EndpointTroubles({ health, keys, models });
  const rules = new RoutingRules({ memory: { user: context.globalState, workspace: context.workspaceState }, log, after: timers.after });
  const adapters = createAdapters({ fetch, newId, watching: (provider) => localServers.watching(provider) });
  const forecasts = new Observed<Forecasts>(new Map());
  const askBefore: AskBefore = async (question, signal) =>
    (await import('./features/budget/askBefore.ts')).createAskBefore({ log })(question, signal);
  /** Of agents, the newest last: their budgets are shown. */
  const tasks = new Observed<readonly string[]>([]);
  /** An amount that comes with it was offered by this window itself. */
  const offer = newId();
  const requests = {
    localServers,
    models,
    keys,
    adapters,
    ledger,
    counter,
    settings,
    rules,
    health,
    heldBack,
    forecasts,
    tasks,
    askBefore,
    improvements,
    excluded,
    caps,
    foundEditorModels: editorModels,
    modelAccess: context.languageModelAccessInformation,
    memory: context.globalState,
    distFolder: context.asAbsolutePath('dist'),
  };
  const ports = { ...requests, fetch, timers, clock, newId, log };
  const core = new LateCore({
    load: async () => {
      const [parts, completion] = await Promise.all([
        import('./platform/coreParts.ts'),
        import('./features/completion/context/createContext.ts'),
      ]);
      return parts.createCoreParts({ ...ports, createContext: completion.createContext });
    },
    health: completionHealth,
    log,
  });

  const agent = registerAgent({
    extensionUri: context.extensionUri,
    core: core.requests,
    ...{ caps, ledger, excluded, timers, clock, newId, log },
    folder: path.dirname(file),
    memory: context.workspaceState,
    usersMemory: context.globalState,
  });

  context.subscriptions.push(
    settings,
    keys,
    health,
    troubles,
    models,
    rules,
    counter,
    core,
    snooze,
    excluded,
    agent,
    registerLedger({ ledger, models, log, file, clock }),
    registerLocalServer(localServers, log),
    registerCompletion({
      engine: core,
      ...{ excluded, snooze, clock, log, last },
      health: completionHealth,
      onDidImprove: improvements.onDidImprove,
      onNoModel: () => localServers.demand(),
    }),
    registerMeter({
      ...{ ledger, localServers, models, keys, heldBack, forecasts, tasks, offer, clock, last, snooze, editorModels },
      exclusionOf: excluded.exclusionOf,
      health: completionHealth,
      troubles: troubles.all,
    }),
    registerKeys({
      keys,
      models,
      check: adapters.check,
      hasBudget: () => settings.budgets().some((budget) => mayCount(budget, { kind: 'completion.line' })),
      health,
      log,
    }),
    registerModels({ models, localServers, editorModels, log }),
    registerBudget({ ledger, clock, heldBack, tasks, offer, memory: context.globalState, newId, log }),
    registerWhy({ ledger, last, heldBack, forecasts, trouble: troubles.newest, clock, timers, models, keys, localServers, log }),
    registerSpend({
      extensionUri: context.extensionUri,
      ...{ ledger, models, localServers, keys, rules, forecasts, heldBack, tasks, offer, clock, log },
      budgets: settings.budgets,
    }),
    registerParticipant({ run: agent.runInChat, excluded, log }),
    registerLanguageModels({
      core: core.requests,
      ...{ counter, models, localServers, newId, log },
      others: [editorModels, health, ledger, forecasts, heldBack, rules],
    }),
    registerCommitMessage({ core: core.requests, ...{ excluded, clock, newId, log } }),
    registerEditSelection({ core: core.requests, ...{ excluded, timers, clock, newId, log } }),
    registerRetryNow(health),
    registerRules({ rules, log }),
    registerCatalogue({ refresh, ledger, clock, log }),
    registerReconcile({ ledger, models, keys, fetch, clock, log }),
    registerBadSettings({
      log,
      problems: () => [...readRouting().problems, ...readBudgets().problems, ...core.policyProblems()],
      ready: () => core.load(),
    }),
    registerLog(log),
    startAfterActivation(() => Promise.all([core.load(), models.load(), rules.load()])),
  );
  closeInOrder = async () => {
    await agent.close();
    await core.close();
    await ledger.dispose();
  };
  log.info(`activated in ${(performance.now() - startedMs).toFixed(2)} ms`);
}

/** The editor waits for this one, and for nothing that is disposed. */
export function deactivate(): Promise<void> {
  return closeInOrder();
}

function startAfterActivation(work: () => unknown): vscode.Disposable {
  const starting = setImmediate(work);
  return { dispose: () => clearImmediate(starting) };
}
