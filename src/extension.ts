import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { CompletionEngine } from './core/completion/index.ts';
import { redactNothing } from './core/policy/index.ts';
import { createRouter } from './core/router.ts';
import { registerCompletion } from './features/completion/registerCompletion.ts';
import { findServers } from './features/localServer/findServers.ts';
import { registerLocalServer } from './features/localServer/registerLocalServer.ts';
import { registerLog } from './features/log/registerLog.ts';
import { registerMeter } from './features/meter/registerMeter.ts';
import { systemClock, systemTimers } from './platform/clock.ts';
import { createLog } from './platform/log.ts';
import { readSetting } from './platform/settings.ts';
import { lazyProvider } from './providers/lazyProvider.ts';
import { createLlamaServer } from './providers/llamaServer/llamaServer.ts';
import { LocalServerWatch } from './providers/localServers/localServerWatch.ts';
import { ledgerFile } from './storage/ledgerFile.ts';
import { WorkerLedger } from './storage/workerLedger.ts';

export function activate(context: vscode.ExtensionContext): void {
  const startedMs = performance.now();
  const log = createLog();
  const clock = systemClock;
  const timers = systemTimers;
  const newId = randomUUID;
  // Asked for at each request, because the editor may replace it (proxy settings).
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

  const ledger = new WorkerLedger({
    script: context.asAbsolutePath('dist/ledgerWorker.js'),
    file: ledgerFile({ platform: process.platform, env: process.env, folder: readSetting('ledger.folder') }),
  });
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
  const record = (event: Parameters<WorkerLedger['recordOutcome']>[0]): void => {
    ledger.recordOutcome(event).catch((error: unknown) => log.warn(`an outcome was not stored: ${error}`));
  };
  const engine = new CompletionEngine({ router, timers, clock, newId, record });

  context.subscriptions.push(
    registerLog(log),
    registerLocalServer(watch, log),
    registerCompletion({ engine, log, onNoModel: () => watch.demand() }),
    registerMeter({ ledger, localServers: watch, clock }),
    ledger,
  );
  log.info(`activated in ${(performance.now() - startedMs).toFixed(2)} ms`);
}
