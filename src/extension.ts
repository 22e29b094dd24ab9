import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { CompletionEngine } from './core/completion/index.ts';
import type { OutcomeEvent } from './core/ledger/index.ts';
import { redactNothing } from './core/policy/index.ts';
import { createRouter } from './core/router.ts';
import { registerCompletion } from './features/completion/registerCompletion.ts';
import { registerLedger } from './features/ledger/registerLedger.ts';
import { findServers } from './features/localServer/findServers.ts';
import { registerLocalServer } from './features/localServer/registerLocalServer.ts';
import { registerLog } from './features/log/registerLog.ts';
import { registerMeter } from './features/meter/registerMeter.ts';
import { systemClock as clock, systemTimers as timers } from './platform/clock.ts';
import type { CompletionHealth } from './platform/completionHealth.ts';
import { userLedgerFile } from './platform/ledgerFile.ts';
import { createLog } from './platform/log.ts';
import { Observed } from './platform/observed.ts';
import { lazyProvider } from './providers/lazyProvider.ts';
import { createLlamaServer } from './providers/llamaServer/llamaServer.ts';
import { LocalServerWatch } from './providers/localServers/localServerWatch.ts';
import { WorkerLedger } from './storage/workerLedger.ts';

/** What must be ended in order, and waited for, when the window closes. */
let closeInOrder: () => Promise<void> = async () => undefined;

export function activate(context: vscode.ExtensionContext): void {
  const startedMs = performance.now();
  const log = createLog();
  const newId = randomUUID;
  // Asked for at each request, because the editor may replace it (proxy settings).
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

  const ledger = new WorkerLedger({ script: context.asAbsolutePath('dist/ledgerWorker.js'), file: userLedgerFile(log) });
  const watch = new LocalServerWatch({ find: (signal, known) => findServers(fetch, signal, known), timers, now: clock.now });
  const openAiCompatible = lazyProvider('openai-compatible', async () => {
    const { createOpenAiCompatible } = await import('./providers/openaiCompatible/openaiCompatible.ts');
    return createOpenAiCompatible({ fetch });
  });
  const providers = [createLlamaServer({ fetch, chat: openAiCompatible }), openAiCompatible].map((provider) => watch.watching(provider));
  const router = createRouter({
    candidates: () => watch.candidates(),
    provider: (id) => providers.find((provider) => provider.id === id),
    ledger,
    policy: () => ({ allowsMetered: false }),
    pressure: () => 'normal',
    redact: redactNothing,
    clock,
    newId,
  });
  const record = (event: OutcomeEvent): void => {
    ledger.recordOutcome(event).catch((error: unknown) => log.warn(`an outcome was not stored: ${error}`));
  };
  const engine = new CompletionEngine({ router, timers, clock, newId, record });
  const health = new Observed<CompletionHealth>('well');

  context.subscriptions.push(
    registerLedger(ledger, log),
    registerLocalServer(watch, log),
    registerCompletion({ engine, log, health, onNoModel: () => watch.demand() }),
    registerMeter({ ledger, localServers: watch, health, clock }),
    registerLog(log),
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
