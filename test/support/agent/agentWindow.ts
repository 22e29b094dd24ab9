import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { canonicalText } from '../../../src/core/agent/approvals/index.ts';
import {
  type AgentEvent,
  type AgentEventOf,
  type AgentPorts,
  type AgentTools,
  type ApprovalAnswer,
  type ApprovalQuestion,
  type Checkpoints,
  runAgent,
} from '../../../src/core/agent/index.ts';
import { requestCostOf } from '../../../src/core/agent/money/index.ts';
import { createAgentTools, type ToolSettings } from '../../../src/core/agent/tools/index.ts';
import { baselineCandidate } from '../../../src/core/baseline/index.ts';
import { noPressure } from '../../../src/core/budget/index.ts';
import { CacheMemory } from '../../../src/core/caching/index.ts';
import { type Candidate, candidatesFrom, dearestPrices, mergeCatalogues, readUserCatalogue } from '../../../src/core/catalogue/index.ts';
import { HealthBook } from '../../../src/core/failover/index.ts';
import { type LedgerEntry, localDay } from '../../../src/core/ledger/index.ts';
import { createQualityBook } from '../../../src/core/outcome/index.ts';
import { createRedactor } from '../../../src/core/policy/index.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { createRouter, type Router } from '../../../src/core/router.ts';
import { RecentStatistics } from '../../../src/core/statistics/index.ts';
import { estimateTokens } from '../../../src/core/tokens/index.ts';
import { AgentCaps } from '../../../src/platform/agentCaps.ts';
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.ts';
import { createCheckpoints, noteRuns } from '../../../src/providers/checkpoints/index.ts';
import { createOpenAi } from '../../../src/providers/openai/openai.ts';
import { createOpenAiCompatible } from '../../../src/providers/openaiCompatible/openaiCompatible.ts';
import { scanForSecrets } from '../../../src/providers/secretScanner/secretScanner.ts';
import { createNodeWorkspace } from '../../../src/providers/workspaceTools/nodeWorkspace.ts';
import { AgentTaskStore } from '../../../src/storage/agentTasks/agentTaskStore.ts';
import { SqliteLedger } from '../../../src/storage/sqliteLedger.ts';
import type { Emulator } from '../../emulator/startEmulator.ts';
import { type EmulatedEndpointId, emulatorCatalogue } from '../emulatorCatalogue.ts';
import { ledgerPort } from '../ledgerPort.ts';
import type { Repository } from './repository.ts';

export interface AgentWindowOptions {
  readonly emulator: Emulator;
  readonly repository: Repository;
  /** Where the ledger and the checkpoints lie: another window of the same user has the same. */
  readonly folder: string;
  /** For whom the user has keys. */
  readonly endpoints: readonly EmulatedEndpointId[];
  /** What the user says to each question; nothing is approved unless said otherwise. */
  readonly user?: (question: ApprovalQuestion) => ApprovalAnswer;
  readonly settings?: Partial<ToolSettings>;
  /** Is told each event before it counts as stored; what it throws is a window that died. */
  readonly onEvent?: (event: AgentEvent) => void;
}

/**
 * One window of a user with an agent: the real loop and tools on a folder of the disk, the real router with its ledger file, and the real adapters with
 * their SDKs, over the emulated clouds. Only the editor is missing.
 */
export interface AgentWindow {
  readonly taskId: string;
  readonly questions: readonly ApprovalQuestion[];
  readonly router: Router;
  readonly checkpoints: Checkpoints;
  begun(text: string, changes?: Partial<Omit<AgentEventOf<'begun'>, 'type'>>): AgentEvent;
  /** Goes on from that log, of which what is not stored yet is stored first. What comes back was read from the disk. */
  run(log: readonly AgentEvent[], signal?: AbortSignal): Promise<readonly AgentEvent[]>;
  /** What was stored so far of a task, also of a run that ended in an error. */
  stored(taskId: string): Promise<readonly AgentEvent[]>;
  entries(): Promise<readonly LedgerEntry[]>;
  close(): Promise<void>;
}

const keyNames = {
  'emu-anthropic': 'anthropic',
  'emu-openai': 'openai',
  'emu-openrouter': 'openrouter',
  'emu-deepseek': 'deepseek',
  'emu-mistral': 'mistral',
  'emu-compatible': 'compatible',
} as const satisfies Record<EmulatedEndpointId, keyof Emulator['keys']>;

const nothingSpoken: ApprovalAnswer = { answer: 'no' };

export async function openAgentWindow(options: AgentWindowOptions): Promise<AgentWindow> {
  const { emulator, repository, folder, user = () => nothingSpoken, onEvent } = options;
  const sqlite = new SqliteLedger(path.join(folder, 'ledger.sqlite'), { nowMs: emulator.clock.now() });
  const ledger = ledgerPort(sqlite);
  const caps = new AgentCaps();
  const router = routerOf(options, ledger, caps);
  const taskId = randomUUID();
  const checkpoints = createCheckpoints({ folder: path.join(folder, 'checkpoints'), root: repository.root, taskId: 'task' });
  const tools = noteRuns(await toolsOf(options), checkpoints);
  const questions: ApprovalQuestion[] = [];
  const store = new AgentTaskStore({ folder: path.join(folder, 'tasks') });

  const portsOf = (task: string): AgentPorts => ({
    router,
    tools,
    checkpoints,
    clock: clockOf(emulator),
    newId: randomUUID,
    approvals: {
      ask: async (question) => {
        questions.push(question);
        return user(question);
      },
      hash: async (content) => createHash('sha256').update(canonicalText(content)).digest('hex'),
    },
    costOf: async (id) => requestCostOf((await (id.includes('.') ? ledger.sessionEntries(id) : ledger.taskEntries(id))).entries),
    setCap: (sessionId, capNanoUsd) => caps.set(sessionId, capNanoUsd),
    ask: async () => 'Do as you think best.',
    record: async (event) => {
      onEvent?.(event);
      await store.append(task, event);
    },
    mostSteps: 40,
  });

  return {
    taskId,
    questions,
    router,
    checkpoints,
    begun: (text, changes = {}) => ({
      ...{ type: 'begun', atMs: emulator.clock.now(), taskId, mode: 'agent', approvals: 'trusted-commands', capNanoUsd: 1_000_000_000 },
      ...{ turn: { text, attachments: [], images: [] }, instructions: [] },
      ...changes,
    }),
    async run(log, signal = new AbortController().signal) {
      const task = idOf(log);
      const known = await store.read(task);
      for (const event of log.slice(known.length)) await store.append(task, event);
      await runAgent(portsOf(task), await store.read(task), signal);
      return store.read(task);
    },
    stored: (task) => store.read(task),
    entries: async () => (await ledger.entriesFrom(0, 10_000)).entries,
    async close() {
      await store.close();
      sqlite.close();
    },
  };
}

function idOf([first]: readonly AgentEvent[]): string {
  if (first?.type !== 'begun') throw new Error('a task begins with its beginning');
  return first.taskId;
}

const timeZone = 'Europe/London';

const clockOf = ({ clock }: Emulator) => ({ now: () => clock.now(), timeZone: () => timeZone });

async function toolsOf({ repository, settings = {} }: AgentWindowOptions): Promise<AgentTools> {
  const workspace = await createNodeWorkspace({ root: repository.root });
  return createAgentTools({
    ...workspace,
    settings: () => ({
      ...{ trustedCommands: [], deniedCommands: [], testCommand: '', commandTimeoutMs: 20_000, testTimeoutMs: 30_000 },
      ...settings,
    }),
    isTrusted: () => true,
    isExcluded: () => false,
  });
}

/** As a window builds it, with what the emulated clouds sell for the whole catalogue, and nothing learned yet. */
function routerOf({ emulator, endpoints }: AgentWindowOptions, ledger: ReturnType<typeof ledgerPort>, caps: AgentCaps): Router {
  const clock = clockOf(emulator);
  const today = localDay(clock.now(), timeZone);
  const { catalogue: rows, problems } = readUserCatalogue(emulatorCatalogue(emulator, endpoints));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const catalogue = mergeCatalogues({ endpoints: [], models: [] }, rows);
  const candidates: readonly Candidate[] = candidatesFrom(catalogue, { today, hasKey: () => true });
  const adapters = new Map<string, Provider>(
    [createAnthropic({ fetch }), createOpenAi({ fetch }), createOpenAiCompatible({ fetch })].map((adapter) => [adapter.id, adapter]),
  );
  const after = (ms: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  };
  return createRouter({
    candidates: () => candidates,
    provider: (adapter) => adapters.get(adapter),
    apiKey: async ({ id }) => emulator.keys[keyNames[id as EmulatedEndpointId]],
    ledger,
    limits: ({ taskId }) => caps.limits(taskId),
    dearestPrices: () => dearestPrices(catalogue, today),
    tokenizer: {
      count: async (texts) => texts.reduce((sum, text) => sum + estimateTokens(text), 0),
      ratio: () => ({ ratio: 1.2, highestTokensPerByte: 0 }),
    },
    baseline: (kind) => baselineCandidate(kind, { usable: candidates, all: candidates }),
    policy: () => ({ metered: 'allowed' }),
    pressure: () => noPressure,
    pins: () => ({}),
    redact: createRedactor({ load: async () => scanForSecrets }),
    rules: () => [],
    sort: () => 'price',
    statistics: new RecentStatistics({ now: clock.now }),
    quality: createQualityBook([], { today }),
    health: new HealthBook({ now: clock.now, random: () => 0.5, after }),
    cacheMemory: new CacheMemory(),
    clock,
    after,
    localWatts: () => 100,
    newId: randomUUID,
  });
}
