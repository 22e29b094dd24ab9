import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { limitsOn, usualCalendar, usualTerms } from '../../src/core/budget/index.ts';
import { CacheMemory } from '../../src/core/caching/index.ts';
import {
  type Candidate,
  candidatesFrom,
  dearestPrices,
  type Endpoint,
  type Model,
  mergeCatalogues,
  readUserCatalogue,
} from '../../src/core/catalogue/index.ts';
import { type Ledger, type LedgerEntry, localDay } from '../../src/core/ledger/index.ts';
import type { Provider } from '../../src/core/provider.ts';
import { createRouter, type RouterPart } from '../../src/core/router.ts';
import type { Task } from '../../src/core/task/index.ts';
import { estimateTokens } from '../../src/core/tokens/index.ts';
import { createAnthropic } from '../../src/providers/anthropic/anthropic.ts';
import { createOllama } from '../../src/providers/ollama/ollama.ts';
import { createOpenAi } from '../../src/providers/openai/openai.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import type { Emulator } from '../emulator/startEmulator.ts';
import { emulatorCatalogue } from '../support/emulatorCatalogue.ts';
import { ledgerPort } from '../support/ledgerPort.ts';
import { generousPorts } from '../support/routing.ts';
import { chatTask } from '../support/tasks.ts';

/** Whom a request goes to, and what is different about that row here. */
export interface Asked {
  /** `MODEL@ENDPOINT` of the emulator's catalogue, or a candidate of another kind. */
  readonly of: string | Candidate;
  readonly task?: Partial<Task>;
  readonly model?: Partial<Model>;
  readonly endpoint?: Partial<Endpoint>;
  readonly key?: string;
  /** Aborts as soon as a part of that type was seen. */
  readonly leaveAt?: RouterPart['type'];
  /** What may be spent on a day. */
  readonly dayNanoUsd?: number;
}

/** The whole way of a request: the real router, the real adapters with their SDKs, the real ledger file, and the emulator's own invoice. */
export interface MeteredClouds {
  readonly emulator: Emulator;
  readonly folder: string;
  /** What the workload is varied with. */
  readonly seed: number;
  readonly ledger: Ledger;
  /** In the order in which they were stored. */
  entries(): Promise<readonly LedgerEntry[]>;
  ask(asked: Asked): Promise<readonly RouterPart[]>;
  /** The user's clock, in the zone of the test. */
  readonly clock: { nowMs: number; zone: string };
  /** Waits until the emulator has noticed who left, and has written its invoice. */
  invoiced(): Promise<void>;
  stop(): Promise<void>;
}

const keyNames = {
  'emu-anthropic': 'anthropic',
  'emu-openai': 'openai',
  'emu-openrouter': 'openrouter',
  'emu-deepseek': 'deepseek',
  'emu-mistral': 'mistral',
  'emu-compatible': 'compatible',
} as const;

export interface MeteredCloudsOptions {
  /** Another window of the same user. */
  readonly besides?: MeteredClouds;
  readonly seed?: number;
}

/** One emulator serves many: each begins with an empty ledger and an empty invoice, unless it is another window of the same user. */
export function startMeteredClouds(emulator: Emulator, { besides, seed = 1 }: MeteredCloudsOptions = {}): MeteredClouds {
  if (!besides) emulator.reset();
  const folder = besides?.folder ?? mkdtempSync(path.join(tmpdir(), 'farthing-meter-'));
  const sqlite = new SqliteLedger(path.join(folder, 'ledger.sqlite'));
  const ledger = ledgerPort(sqlite);
  const clock = { nowMs: Date.now(), zone: 'Europe/London' };
  const today = () => localDay(clock.nowMs, clock.zone);
  const { catalogue: rows, problems } = readUserCatalogue(emulatorCatalogue(emulator));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const catalogue = mergeCatalogues({ endpoints: [], models: [] }, rows);
  const adapters = new Map<string, Provider>(
    [
      createAnthropic({ fetch }),
      createOpenAi({ fetch }),
      createOpenAiCompatible({ fetch }),
      createOllama({ fetch, newId: randomUUID }),
    ].map((adapter) => [adapter.id, adapter]),
  );

  // One for all requests of a window: what was sent before decides what is written to caches and expected of them.
  const cacheMemory = new CacheMemory();

  function candidateOf({ of, model, endpoint }: Asked): Candidate {
    if (typeof of !== 'string') return of;
    const candidates = candidatesFrom(catalogue, { today: today(), hasKey: () => true });
    const found = candidates.find((candidate) => `${candidate.model.id}@${candidate.endpoint.id}` === of);
    if (!found) throw new Error(`the emulator's catalogue has no ${of}`);
    return { model: { ...found.model, ...model }, endpoint: { ...found.endpoint, ...endpoint } };
  }

  async function invoiced(): Promise<void> {
    while (emulator.underWay() > 0) await pause(2);
  }

  return {
    emulator,
    folder,
    seed,
    ledger,
    clock,
    entries: async () => (await ledger.entriesFrom(0, 1000)).entries,
    async ask(asked) {
      const candidate = candidateOf(asked);
      const task = chatTask({ id: randomUUID(), ...asked.task });
      const aborting = new AbortController();
      const router = createRouter({
        ...generousPorts(),
        cacheMemory,
        candidates: () => [candidate],
        provider: (adapter) => adapters.get(adapter),
        apiKey: async ({ id }) => asked.key ?? emulator.keys[keyNames[id as keyof typeof keyNames]],
        ledger,
        limits: (request) =>
          limitsOn([{ ...usualTerms, period: 'day', limit: asked.dayNanoUsd ?? 1_000_000_000_000 }], today(), usualCalendar, request),
        dearestPrices: () => dearestPrices(catalogue, today()),
        tokenizer: {
          count: async (texts) => texts.reduce((sum, text) => sum + estimateTokens(text), 0),
          ratio: () => ({ ratio: 1.4, highestTokensPerByte: 0 }),
        },
        pins: () => ({ [task.kind]: { model: candidate.model.id, endpoint: candidate.endpoint.id } }),
        clock: { now: () => clock.nowMs, timeZone: () => clock.zone },
        newId: randomUUID,
      });
      const parts: RouterPart[] = [];
      for await (const part of router.route(task, aborting.signal)) {
        parts.push(part);
        if (part.type === asked.leaveAt) aborting.abort();
      }
      return parts;
    },
    invoiced,
    async stop() {
      await invoiced();
      sqlite.close();
      if (!besides) rmSync(folder, { recursive: true, force: true });
    },
  };
}
