import type { AskBefore, BudgetedRequest, Pressure } from './budget/index.ts';
import type { CacheMemory } from './caching/index.ts';
import type { Candidate, Endpoint } from './catalogue/index.ts';
import type { EndpointHealth } from './failover/index.ts';
import type { Ledger, LedgerEntry, ReservationLimit } from './ledger/index.ts';
import type { NanoUsd, PriceRow } from './money/index.ts';
import type { QualityBook } from './outcome/index.ts';
import type { Policy, Redactor } from './policy/index.ts';
import type { Provider } from './provider.ts';
import type { MatchRules, Sort } from './rules/index.ts';
import type { Pins } from './selection/index.ts';
import type { RequestStatistics } from './statistics/index.ts';
import type { TaskKind } from './task/index.ts';

/** What varies, passed in by whoever builds the router. */
export interface RouterPorts {
  /** What is available at this moment. */
  readonly candidates: () => readonly Candidate[];
  /** The adapter of that name. */
  readonly provider: (adapter: string) => Provider | undefined;
  /** The user's key for the endpoint's origin. */
  readonly apiKey: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly ledger: Ledger;
  /** The budgets' limits that count a request, as they are today. */
  readonly limits: (request: BudgetedRequest) => readonly ReservationLimit[];
  /** The dearest known prices, at which unpriced models count. */
  readonly dearestPrices: () => PriceRow | undefined;
  readonly tokenizer: TokenizerPort;
  /** The model that the user would otherwise have used for a kind: what savings are told against. Missing: nothing is told. */
  readonly baseline?: (kind: TaskKind) => Candidate | undefined;
  readonly policy: () => Policy;
  /** How the budgets press on a request, whoever answers it. */
  readonly pressure: (request: Omit<BudgetedRequest, 'candidate'>) => Pressure;
  /** Asks the user before a dear request leaves. Missing: nobody is asked. */
  readonly consent?: ConsentPort;
  readonly pins: () => Pins;
  readonly redact: Redactor;
  readonly rules: MatchRules;
  /** What candidates are sorted by where no rule says otherwise. */
  readonly sort: () => Sort;
  readonly statistics: LearningStatistics;
  readonly quality: QualityBook;
  readonly health: EndpointHealth;
  readonly cacheMemory: CacheMemory;
  readonly clock: Clock;
  /** Runs the callback once after so many milliseconds; the function returned calls it off. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Resolves once who waits for an answer has it: what is booked of it can wait a moment. Missing: it is booked at once. */
  readonly giveWay?: () => Promise<void>;
  /** What this machine draws while a local model works. */
  readonly localWatts: () => number;
  readonly newId: () => string;
  /** So long may the first part of an answer take; by kind and billing unless said otherwise. */
  readonly firstPartMs?: number;
  /** So long may an answer pause once it began; by kind and billing unless said otherwise. */
  readonly idleMs?: number;
  /** So long is waited for an endpoint that rests, where nobody else can answer; by kind unless said otherwise. */
  readonly patienceMs?: number;
  /** So long a worst case stays held for a process that gives no sign of life. 20 s unless said otherwise. */
  readonly reservationLifeMs?: number;
}

/** From which worst case on the user is asked before it leaves, and how; undefined: never. */
export interface ConsentPort {
  readonly aboveNanoUsd: () => NanoUsd | undefined;
  readonly ask: AskBefore;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The user's IANA time zone. */
  timeZone(): string;
}

export interface LearningStatistics extends RequestStatistics {
  /** An attempt is over. */
  learn(entry: LedgerEntry): void;
}

/** What is known of the models' tokenizers. */
export interface TokenizerPort {
  /** o200k tokens of the texts together. May reject; then bytes serve. */
  count(texts: readonly string[]): Promise<number>;
  /** Whether a request's text is worth counting to learn from; missing: each is. To be asked once of each request. */
  teaches?(candidate: Candidate, fileType: string): boolean;
  /** Resolves once what was learned before is known; never rejects. */
  ready?(): Promise<void>;
  /** The model's tokens per o200k token of such text, and the most tokens a byte ever made. */
  ratio(candidate: Candidate, fileType: string): { readonly ratio: number; readonly highestTokensPerByte: number };
}
