import path from 'node:path';
import { type AskBefore, limitsOn } from '../core/budget/index.ts';
import { CacheMemory } from '../core/caching/index.ts';
import type { Candidate } from '../core/catalogue/index.ts';
import { CompletionEngine, type CompletionPorts, type GatherContext, LearningWorthJudge } from '../core/completion/index.ts';
import { creditsCheck, type HealthBook } from '../core/failover/index.ts';
import { type Ledger, localDay, type OutcomeEvent } from '../core/ledger/index.ts';
import { createRedactor } from '../core/policy/index.ts';
import { type Clock, createRouter } from '../core/router.ts';
import type { LocalServerWatch } from '../providers/localServers/localServerWatch.ts';
import { WorkerSyntaxCheck } from '../providers/syntax/workerSyntaxCheck.ts';
import type { Adapters } from './adapters.ts';
import type { AgentCaps } from './agentCaps.ts';
import { AnsweringCandidate } from './answeringCandidate.ts';
import { createBaselines } from './baselines.ts';
import { BudgetForecasts, type Forecasts } from './budgetForecasts.ts';
import { BudgetStates } from './budgetStates.ts';
import type { ChatRequestCore } from './chatRequest.ts';
import type { CloudModels } from './cloudModels.ts';
import { type ContextExclusionsPorts, contextExclusions } from './contextExclusions.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { createEditorModelProvider } from './editorModelProvider.ts';
import { EditorModels, type EditorModelsPorts, editorModelAdapter } from './editorModels.ts';
import type { Improvements } from './improvements.ts';
import type { Keys } from './keys.ts';
import { LearnedQuality } from './learnedQuality.ts';
import { LearnedStatistics } from './learnedStatistics.ts';
import { LearningTokenizer, type LearningTokenizerPorts } from './learningTokenizer.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';
import { createOtlp } from './otlp.ts';
import { policyProblems } from './policy.ts';
import { policyUnder } from './policyUnder.ts';
import type { RoutingRules } from './rules.ts';
import { readSetting } from './settings.ts';
import { Warming } from './warming.ts';
import { type WatchRouterPorts, watchRouter } from './watchRouter.ts';
import { WorthMemory, type WorthMemoryPorts } from './worthMemory.ts';

/** What there is in the window before anything is asked. */
export interface CorePartsPorts extends Pick<WatchRouterPorts, 'heldBack'>, Pick<CompletionPorts, 'timers' | 'newId'> {
  readonly localServers: Pick<LocalServerWatch, 'candidates' | 'onDidChange'>;
  readonly models: Pick<CloudModels, 'candidates' | 'dearestPrices' | 'endpoints' | 'models' | 'onDidChange'>;
  readonly keys: Pick<Keys, 'keyOf'>;
  readonly adapters: Pick<Adapters, 'get'>;
  readonly ledger: Ledger & { onDidChange(listener: () => void): { dispose(): void } };
  readonly counter: LearningTokenizerPorts['counter'];
  readonly settings: CurrentSettings;
  readonly rules: Pick<RoutingRules, 'match' | 'areKnown'>;
  readonly health: HealthBook;
  /** What budgets will come to, told as it is foreseen. */
  readonly forecasts: Observed<Forecasts>;
  /** The agents' tasks that budgets follow, told as they change. */
  readonly tasks: Observed<readonly string[]>;
  /** Asks the user before a dear request leaves. */
  readonly askBefore: AskBefore;
  /** Where it is kept what the user's acceptances taught. */
  readonly memory: WorthMemoryPorts['memory'];
  /** What is told of other files. */
  readonly createContext: (ports: ContextPorts) => Context;
  readonly excluded: Pick<ContextExclusionsPorts, 'isExcluded'>;
  /** The extension's own folder of built files. */
  readonly distFolder: string;
  /** Is told where more is known than was offered. */
  readonly improvements: Improvements;
  readonly caps: Pick<AgentCaps, 'limits'>;
  /** Whether the user lets Farthing use models that other extensions bring. */
  readonly modelAccess: EditorModelsPorts['access'];
  /** Told which of them may be asked. */
  readonly foundEditorModels: Observed<readonly Candidate[]>;
  /** For the receiver of telemetry that the user named, if any. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug' | 'info' | 'warn'>;
}

/** What gathering context needs of the core's parts. */
export interface ContextPorts {
  readonly exclusions: ReturnType<typeof contextExclusions>;
  readonly candidate: AnsweringCandidate['current'];
  readonly warming: Pick<Warming, 'warm' | 'abort'>;
  readonly timers: CompletionPorts['timers'];
  readonly now: () => number;
  readonly log: Pick<Log, 'debug'>;
}

export interface Context {
  readonly gather: GatherContext;
  dispose(): void;
}

export interface CoreParts extends ChatRequestCore {
  readonly engine: Pick<CompletionEngine, 'complete' | 'accepted' | 'edited' | 'closed' | 'leave'>;
  /** What is of no use in the data policies, each in a sentence for the log. */
  readonly policyProblems: () => readonly string[];
  /** Ends what is under way, and waits until it is in the books and told to whom the user named. */
  close(): Promise<void>;
  dispose(): void;
}

/** The editor sends what it is given a turn later; until then nothing is in its way. */
const bookedAfterMs = 5;

/** All that a request goes through, from the question to the books. The data policy is read here: without its reader nothing can be asked. */
export function createCoreParts(ports: CorePartsPorts): CoreParts {
  const {
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
    memory,
    createContext,
    excluded,
    distFolder,
    improvements,
    caps,
    modelAccess,
    foundEditorModels,
    fetch,
    timers,
    clock,
    newId,
    log,
  } = ports;
  const tokenizer = new LearningTokenizer({ counter, ledger });
  const quality = new LearnedQuality({ ledger, clock, log });
  const statistics = new LearnedStatistics({ ledger, now: clock.now, log });
  const budgets = new BudgetStates({ ledger, settings, forecastOf: (id) => forecasts.value.get(id), heldBack, tasks, clock, log });
  const foreseeing = new BudgetForecasts({ ledger, settings, forecasts, clock, log });
  const otlp = createOtlp({ load: () => import('../providers/telemetry/telemetry.ts'), fetch, newId, log });
  const policy = policyUnder(rules, settings);
  const cacheMemory = new CacheMemory();
  const editorModels = new EditorModels({
    models,
    found: foundEditorModels,
    access: modelAccess,
    onAccessChanged: (id) => health.keyChanged(id),
    clock,
    log,
  });
  const editorModelProvider = createEditorModelProvider(editorModels);
  const router = createRouter({
    candidates: () => [...localServers.candidates(), ...models.candidates(), ...editorModels.candidates()],
    provider: (adapter) => (adapter === editorModelAdapter ? editorModelProvider : adapters.get(adapter)),
    apiKey: (endpoint) => keys.keyOf(endpoint),
    ledger,
    limits: (request) => [
      ...limitsOn(settings.budgets(), localDay(clock.now(), clock.timeZone()), settings.budgetCalendar(), request),
      ...caps.limits(request.taskId),
    ],
    dearestPrices: () => models.dearestPrices(),
    tokenizer,
    baseline: createBaselines({ models, settings, clock }),
    policy,
    pressure: budgets.pressure,
    consent: { aboveNanoUsd: settings.askAboveNanoUsd, ask: askBefore },
    pins: settings.pins,
    rules: rules.match,
    sort: settings.sort,
    statistics,
    quality,
    health,
    cacheMemory,
    redact: createRedactor({ load: async () => (await import('../providers/secretScanner/secretScanner.ts')).scanForSecrets }),
    clock,
    after: timers.after,
    giveWay: () => new Promise((resolve) => void timers.after(bookedAfterMs, resolve)),
    localWatts: settings.localWatts,
    newId,
  });
  const checkCredits = creditsCheck({
    now: clock.now,
    after: timers.after,
    health,
    hasCredits: async (endpoint, signal) => adapters.get(endpoint.adapter)?.hasCredits?.(endpoint, await keys.keyOf(endpoint), signal),
  });
  const answering = new AnsweringCandidate();
  const watched = answering.watching(watchRouter(otlp.watching(router), { heldBack, checkCredits, log }));
  const warming = new Warming({
    ...{ router: watched, adapters, policy, localServers, newId, clock, log },
    plan: (candidate, request) => cacheMemory.plan(candidate, request, tokenizer.ratio(candidate, '').ratio),
  });
  const context = createContext({
    exclusions: contextExclusions({ policy, isExcluded: excluded.isExcluded }),
    candidate: answering.current,
    ...{ warming, timers, now: clock.now, log },
  });
  const syntax = new WorkerSyntaxCheck({ script: path.join(distFolder, 'syntaxWorker.js'), grammars: path.join(distFolder, 'grammars') });
  const worthMemory = new WorthMemory({ memory, log, after: timers.after });
  const worth: LearningWorthJudge = new LearningWorthJudge({
    mode: settings.keeping(() => readSetting('completion.worth')),
    learned: worthMemory.read(),
    onLearned: () => worthMemory.keep(() => worth.save()),
  });
  const record = (event: OutcomeEvent): void => {
    otlp.outcome(event);
    void ledger.recordOutcome(event).catch((error: unknown) => log.warn(`an outcome was not stored: ${error}`));
  };
  const engine = new CompletionEngine({
    router: watched,
    timers,
    clock,
    newId,
    gather: context.gather,
    checkSyntax: syntax.check,
    worth,
    improved: improvements.tell,
    isEscalating: settings.keeping(() => readSetting('completion.escalate')),
    record,
  });
  quality.load();
  void statistics.load();
  void editorModels.look();
  return {
    engine,
    router: watched,
    policy,
    record,
    policyProblems,
    async close() {
      await engine.close();
      await otlp.close();
    },
    dispose() {
      context.dispose();
      editorModels.dispose();
      warming.dispose();
      syntax.dispose();
      worthMemory.dispose();
      budgets.dispose();
      foreseeing.dispose();
      otlp.dispose();
      tokenizer.dispose();
      quality.dispose();
    },
  };
}
