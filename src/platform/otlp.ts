import type * as vscode from 'vscode';
import type { Candidate } from '../core/catalogue/index.ts';
import type { LedgerEntry, OutcomeEvent } from '../core/ledger/index.ts';
import type { Router } from '../core/router.ts';
import { receiverProblem } from '../providers/telemetry/receiverAddress.ts';
import type { createTelemetry, Telemetry } from '../providers/telemetry/telemetry.ts';
import type { Log } from './log.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';

export interface OtlpPorts {
  /** The SDK is loaded where the user named a receiver, and nowhere else. */
  readonly load: () => Promise<{ readonly createTelemetry: typeof createTelemetry }>;
  readonly fetch: typeof globalThis.fetch;
  readonly newId: () => string;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface Otlp extends vscode.Disposable {
  /** The same router; each attempt that it settles is told to the receiver. */
  watching(router: Router): Router;
  outcome(event: OutcomeEvent): void;
  /** Sends what there is, in two seconds at the most, before the window closes. */
  close(): Promise<void>;
}

/** What requests cost, told to the OTLP receiver of the settings; nobody by default. A receiver that fails disturbs nothing. */
export function createOtlp({ load, fetch, newId, log }: OtlpPorts): Otlp {
  let telemetry: Promise<Telemetry | undefined> | undefined;
  let toldProblem: string | undefined;

  /** Undefined while there is nobody to tell. */
  function current(): Promise<Telemetry | undefined> | undefined {
    const endpoint = readSetting('telemetry.otlpEndpoint').trim();
    if (endpoint === '') return undefined;
    telemetry ??= beginning(endpoint);
    return telemetry;
  }

  /** What could not be loaded is tried again with the next request; the same problem is told once. */
  function beginning(endpoint: string): Promise<Telemetry | undefined> {
    const begins = begun(endpoint).catch((error: unknown) => {
      if (telemetry === begins) telemetry = undefined;
      if (toldProblem !== String(error)) log.warn(`telemetry could not begin: ${error}`);
      toldProblem = String(error);
      return undefined;
    });
    return begins;
  }

  async function begun(endpoint: string): Promise<Telemetry | undefined> {
    const refusal = receiverProblem(endpoint);
    if (refusal !== undefined) {
      log.warn(`farthing.telemetry.otlpEndpoint${refusal}: nothing is sent`);
      return undefined;
    }
    const { createTelemetry } = await load();
    log.info('what requests cost is told to the receiver of farthing.telemetry.otlpEndpoint');
    return createTelemetry({
      endpoint,
      headers: headersOf(readSetting('telemetry.otlpHeaders')),
      fetch,
      version: process.env.FARTHING_VERSION ?? 'not built',
      instanceId: newId(),
      onProblem: (problem) => log.warn(`telemetry is not sent: ${problem}`),
    });
  }

  /** Nothing that happens here is any of the request's business. */
  function tell(what: (telemetry: Telemetry) => void): void {
    void current()
      ?.then((ready) => ready && what(ready))
      .catch((error: unknown) => log.warn(`telemetry was not recorded: ${error}`));
  }

  async function close(): Promise<void> {
    const ending = telemetry;
    telemetry = undefined;
    await (await ending)?.dispose();
  }

  const subscription = onDidChangeSetting(['telemetry.otlpEndpoint', 'telemetry.otlpHeaders'], () => void close());
  return {
    watching: (router) => watchingSettled(router, (entry, candidate) => tell((ready) => ready.record(entry, candidate))),
    outcome: (event) => tell((ready) => ready.recordOutcome(event)),
    close,
    dispose() {
      subscription.dispose();
      void close();
    },
  };
}

function watchingSettled(router: Router, settled: (entry: LedgerEntry, candidate: Candidate | undefined) => void): Router {
  return {
    decide: (task) => router.decide(task),
    async *route(task, signal) {
      let candidate: Candidate | undefined;
      for await (const part of router.route(task, signal)) {
        if (part.type === 'attempt') candidate = part.candidate;
        if (part.type === 'settled') settled(part.entry, candidate);
        yield part;
      }
    },
  };
}

/** Names and values that are texts; others are left out. */
function headersOf(table: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(table).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
