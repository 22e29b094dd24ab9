import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { limitsOn } from './core/budget/index.ts';
import { CompletionEngine } from './core/completion/index.ts';
import { localDay, type OutcomeEvent } from './core/ledger/index.ts';
import { redactNothing } from './core/policy/index.ts';
import { createRouter } from './core/router.ts';
import { registerBudget } from './features/budget/registerBudget.ts';
import { registerCompletion } from './features/completion/registerCompletion.ts';
import { registerKeys } from './features/keys/registerKeys.ts';
import { registerLedger } from './features/ledger/registerLedger.ts';
import { findServers } from './features/localServer/findServers.ts';
import { registerLocalServer } from './features/localServer/registerLocalServer.ts';
import { registerBadSettings } from './features/log/registerBadSettings.ts';
import { registerLog } from './features/log/registerLog.ts';
import { registerMeter } from './features/meter/registerMeter.ts';
import { registerModels } from './features/models/registerModels.ts';
import { registerSpend } from './features/spend/registerSpend.ts';
import { registerWhy } from './features/why/registerWhy.ts';
import { createAdapters } from './platform/adapters.ts';
import { readBudgets } from './platform/budgets.ts';
import { systemClock as clock, systemTimers as timers } from './platform/clock.ts';
import { CloudModels } from './platform/cloudModels.ts';
import type { CompletionHealth, LastCompletion } from './platform/completionHealth.ts';
import { CurrentSettings } from './platform/currentSettings.ts';
import { EndpointTroubles } from './platform/endpointTroubles.ts';
import { Keys } from './platform/keys.ts';
import { LearningTokenizer } from './platform/learningTokenizer.ts';
import { userLedgerFile } from './platform/ledgerFile.ts';
import { createLog } from './platform/log.ts';
import { Observed } from './platform/observed.ts';
import type { HeldBack } from './platform/paidState.ts';
import { readRouting } from './platform/routing.ts';
import { watchRouter } from './platform/watchRouter.ts';
import { editorFetch } from './providers/http/editorFetch.ts';
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
  const fetch = editorFetch((input, init) => globalThis.fetch(input, init));
  const health = new Observed<CompletionHealth>('well');
  const last = new Observed<LastCompletion | undefined>(undefined);
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const troubles = new EndpointTroubles({ keys, timers });

  const file = userLedgerFile(log);
  const ledger = new WorkerLedger({ script: context.asAbsolutePath('dist/ledgerWorker.js'), file, settleExpiredEveryMs: 10_000 });
  const counter = new WorkerTokenCounter({ script: context.asAbsolutePath('dist/tokenizerWorker.js') });
  const tokenizer = new LearningTokenizer({ counter, ledger });
  const watch = new LocalServerWatch({ find: (signal, known) => findServers(fetch, signal, known), timers, now: clock.now });
  const models = new CloudModels({ loadBuiltIn: () => import('./core/catalogue/data/index.ts'), keys, troubles: troubles.all, clock, log });
  const adapters = createAdapters({ fetch, newId, watching: (provider) => watch.watching(provider) });
  const router = createRouter({
    candidates: () => [...watch.candidates(), ...models.candidates()],
    provider: (adapter) => adapters.get(adapter),
    apiKey: (endpoint) => keys.keyOf(endpoint),
    ledger,
    limits: (kind) => limitsOn(settings.budgets(), localDay(clock.now(), clock.timeZone()), kind),
    dearestPrices: () => models.dearestPrices(),
    tokenizer,
    policy: settings.policy,
    pressure: () => 'normal',
    pins: settings.pins,
    redact: redactNothing,
    clock,
    after: timers.after,
    localWatts: settings.localWatts,
    newId,
  });
  const watched = watchRouter(router, { heldBack, troubles, onAskedToWait: (endpoint, ms) => models.rest(endpoint, ms) });
  const record = (event: OutcomeEvent): void => {
    ledger.recordOutcome(event).catch((error: unknown) => log.warn(`an outcome was not stored: ${error}`));
  };
  const engine = new CompletionEngine({ router: watched, timers, clock, newId, record });

  context.subscriptions.push(
    settings,
    keys,
    troubles,
    models,
    counter,
    tokenizer,
    registerLedger({ ledger, log, file, clock }),
    registerLocalServer(watch, log),
    registerCompletion({ engine, log, health, last, onNoModel: () => watch.demand() }),
    registerMeter({ ledger, localServers: watch, models, keys, health, heldBack, trouble: troubles.newest, clock }),
    registerKeys({
      keys,
      models,
      check: adapters.check,
      hasBudget: () => limitsOn(settings.budgets(), '', 'completion.line').length > 0,
      troubles,
      log,
    }),
    registerModels({ models, localServers: watch, log }),
    registerBudget({ ledger, clock, heldBack, memory: context.globalState, newId, log }),
    registerWhy({ ledger, last, heldBack, trouble: troubles.newest, clock, models, keys }),
    registerSpend({ extensionUri: context.extensionUri, ledger, clock, budgets: settings.budgets, heldBack, log }),
    registerBadSettings({ log, problems: () => [...readRouting().problems, ...readBudgets().problems] }),
    registerLog(log),
    startAfterActivation(() => models.load()),
  );
  closeInOrder = async () => {
    await engine.close();
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
