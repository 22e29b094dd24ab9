import { builtInCatalogue } from '../../src/core/catalogue/data/index.ts';
import { findModel, priceOn, type Tier } from '../../src/core/catalogue/index.ts';
import { type LedgerEntry, localDay, type OutcomeEvent, type PromptPart } from '../../src/core/ledger/index.ts';
import { costOf, type PriceRow } from '../../src/core/money/index.ts';
import { noUsage, type TaskKind, type Usage } from '../../src/core/task/index.ts';

/** What a person who works with paid and local models leaves in a ledger. Made up, but priced by the catalogue, and the same for the same seed. */
export interface SeededDays {
  readonly entries: readonly LedgerEntry[];
  readonly outcomes: readonly OutcomeEvent[];
}

export interface SeededDaysOptions {
  readonly seed: number;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly days: number;
  /** Midnight of the last day in that zone. Missing: in Greenwich. */
  readonly midnightMs?: number;
  /** Days of the week on which little is done, 0 for Sunday; the weekend unless given. */
  readonly restDays?: readonly number[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function seededDays({
  seed,
  nowMs,
  timeZone,
  days,
  midnightMs = nowMs - (nowMs % dayMs),
  restDays = [0, 6],
}: SeededDaysOptions): SeededDays {
  const maker = new DayMaker(seed, timeZone);
  for (let age = days - 1; age >= 0; age -= 1) {
    const startMs = midnightMs - age * dayMs;
    // Noon is on the same day in any zone.
    const weekday = new Date(startMs + dayMs / 2).getUTCDay();
    maker.day(startMs, nowMs, { number: days - age, isRest: restDays.includes(weekday) });
  }
  return { entries: maker.entries, outcomes: maker.outcomes };
}

interface ModelUsed {
  readonly model: string;
  readonly endpoint: string;
  readonly provider: string;
  readonly tier: Tier;
}

const local: ModelUsed = { model: 'qwen2.5-coder-7b', endpoint: 'llama-server@127.0.0.1:8080', provider: 'llama-server', tier: 'local' };
const codestral: ModelUsed = { model: 'codestral-latest', endpoint: 'mistral', provider: 'mistral_ai', tier: 'small' };
const haiku: ModelUsed = { model: 'claude-haiku-4-5', endpoint: 'anthropic', provider: 'anthropic', tier: 'small' };
const sonnet: ModelUsed = { model: 'claude-sonnet-5', endpoint: 'anthropic', provider: 'anthropic', tier: 'medium' };
const mini: ModelUsed = { model: 'gpt-5.4', endpoint: 'openai', provider: 'openai', tier: 'medium' };
const opus: ModelUsed = { model: 'claude-opus-5', endpoint: 'anthropic', provider: 'anthropic', tier: 'frontier' };

const workspaces = ['shop', 'shop', 'shop', 'ledger-api', 'ledger-api', 'website'] as const;
const languages: Readonly<Record<string, readonly string[]>> = {
  shop: ['typescript', 'typescript', 'typescript', 'css'],
  'ledger-api': ['go', 'go', 'sql'],
  website: ['markdown', 'html', 'typescript'],
};

interface Asked {
  readonly kind: TaskKind;
  readonly by: ModelUsed;
  readonly atMs: number;
  readonly usage: Usage;
  readonly baseline?: ModelUsed;
  readonly session?: string;
  readonly expectedRead?: number;
  readonly miss?: string;
  readonly failed?: boolean;
  readonly prompt?: readonly PromptPart[];
}

class DayMaker {
  readonly entries: LedgerEntry[] = [];
  readonly outcomes: OutcomeEvent[] = [];
  readonly #random: () => number;
  readonly #timeZone: string;
  #count = 0;

  constructor(seed: number, timeZone: string) {
    this.#random = drawing(seed);
    this.#timeZone = timeZone;
  }

  day(midnightMs: number, nowMs: number, { number, isRest }: { readonly number: number; readonly isRest: boolean }): void {
    const isOff = number % 41 === 0;
    // Habits grow; nobody works the same on two days.
    const busy = (isOff ? 0.05 : isRest ? 0.22 : 1) * (0.7 + 0.4 * (number / 90)) * (0.75 + this.#random() * 0.5);
    const moments = (count: number): readonly number[] =>
      Array.from({ length: Math.round(count * busy) }, () => midnightMs + this.#moment())
        .filter((atMs) => atMs < nowMs)
        .toSorted((a, b) => a - b);
    for (const atMs of moments(52)) this.#completion(atMs);
    for (const atMs of moments(7)) this.#chat(atMs);
    for (const atMs of moments(4)) this.#edit(atMs);
    for (const atMs of moments(3)) this.#commitMessage(atMs);
    for (const atMs of moments(2.2)) this.#agentSession(atMs, nowMs);
  }

  /** Two humps: before and after lunch. */
  #moment(): number {
    const middle = this.#random() < 0.45 ? 10.2 : 15.1;
    return Math.floor(Math.min(23, Math.max(6.5, middle + (this.#random() + this.#random() - 1) * 3.2)) * hourMs);
  }

  #completion(atMs: number): void {
    const isLocal = this.#random() < 0.62;
    const input = 700 + this.#below(1500);
    const cached = this.#random() < 0.7 ? Math.floor(input * 0.7) : 0;
    const output = 8 + this.#below(60);
    const kind = this.#random() < 0.8 ? 'completion.line' : 'completion.block';
    const usage = { ...noUsage, uncachedInput: input - cached, cacheRead: isLocal ? cached : 0, output };
    const priced = isLocal ? usage : { ...noUsage, uncachedInput: input, output };
    const entry = this.#ask({ kind, by: isLocal ? local : codestral, atMs, usage: priced, baseline: codestral });
    const isTaken = this.#random() < 0.34;
    this.#became(entry, 'shown', 0.4, output * 4);
    this.#became(entry, isTaken ? 'accepted' : 'rejected', 2, isTaken ? output * 4 : 0);
    if (isTaken) this.#became(entry, 'kept', 600, Math.round(output * 3.4));
  }

  #chat(atMs: number): void {
    const by = this.#random() < 0.7 ? sonnet : this.#random() < 0.6 ? mini : haiku;
    const fixed = 3_800 + this.#below(9_000);
    const isWarm = this.#random() < 0.55;
    const turn = 300 + this.#below(2_500);
    const isMissed = isWarm && this.#random() < 0.12;
    const isRead = isWarm && !isMissed;
    const write = by.endpoint === 'anthropic' && !isRead ? fixed : 0;
    const usage = {
      ...noUsage,
      uncachedInput: turn + (isRead || write > 0 ? 0 : fixed),
      cacheRead: isRead ? fixed : 0,
      cacheWrite5m: write,
      output: 250 + this.#below(1_400),
    };
    const entry = this.#ask({
      ...{ kind: 'chat', by, atMs, usage, baseline: sonnet, prompt: promptOf(fixed, turn) },
      ...(isWarm && { expectedRead: fixed }),
      ...(isMissed && { miss: 'expired' }),
    });
    if (this.#random() < 0.6) this.#became(entry, this.#random() < 0.8 ? 'applied' : 'retried', 60, 0);
  }

  #edit(atMs: number): void {
    const usage = { ...noUsage, uncachedInput: 2_400 + this.#below(5_000), output: 200 + this.#below(900) };
    const entry = this.#ask({ kind: 'edit', by: this.#random() < 0.75 ? haiku : sonnet, atMs, usage, baseline: sonnet });
    this.#became(entry, this.#random() < 0.78 ? 'applied' : 'rejected', 20, 0);
  }

  #commitMessage(atMs: number): void {
    const usage = { ...noUsage, uncachedInput: 1_000 + this.#below(3_000), output: 30 + this.#below(60) };
    const entry = this.#ask({ kind: 'commit-message', by: haiku, atMs, usage, baseline: haiku });
    if (this.#random() < 0.9) this.#became(entry, 'accepted', 30, 0);
  }

  /** A plan, then steps that read what the ones before put into the cache; some fail and are done again by a dearer model. */
  #agentSession(startMs: number, nowMs: number): void {
    const session = `session-${this.#id()}`;
    const isGrave = this.#random() < 0.4;
    let context = 9_000 + this.#below(14_000);
    let atMs = startMs;
    if (isGrave) {
      const usage = { ...noUsage, uncachedInput: 400, cacheWrite5m: context, output: 900 + this.#below(1_800) };
      this.#ask({ kind: 'agent.plan', by: opus, atMs, usage, baseline: opus, session, prompt: promptOf(context, 400) });
      atMs += 70_000;
    }
    const steps = 3 + this.#below(isGrave ? 9 : 4);
    for (let step = 0; step < steps && atMs < nowMs; step += 1) {
      const added = 500 + this.#below(2_600);
      const isFirst = step === 0;
      const usage = {
        ...noUsage,
        uncachedInput: 60,
        cacheRead: isFirst ? 0 : context,
        cacheWrite5m: isFirst ? context + added : added,
        output: 180 + this.#below(900),
      };
      const isFailed = this.#random() < 0.06;
      const asked = { kind: 'agent.step', atMs, usage, baseline: opus, session, expectedRead: isFirst ? 0 : context } as const;
      const prompt = promptOf(context, added);
      const entry = this.#ask({ ...asked, by: sonnet, prompt, failed: isFailed });
      if (isFailed)
        this.#ask(
          { ...asked, by: opus, prompt, atMs: atMs + 4_000, usage: { ...usage, cacheRead: 0, cacheWrite5m: context + added } },
          entry,
        );
      else this.#became(entry, this.#random() < 0.82 ? 'tests-passed' : 'tests-failed', 40, 0);
      context += added;
      atMs += 25_000 + this.#below(60_000);
    }
  }

  #ask(asked: Asked, before?: LedgerEntry): LedgerEntry {
    const { kind, by, atMs, usage, baseline, session, expectedRead, miss, failed = false, prompt } = asked;
    const day = localDay(atMs, this.#timeZone);
    const price = priceOf(by, day);
    const isFree = by.tier === 'local';
    const cost = isFree || failed ? 0 : price ? costOf(usage, price, { atMs }) : undefined;
    const workspace = before?.origin.workspace ?? this.#one(workspaces);
    const language = before?.origin.language ?? this.#one(languages[workspace] ?? ['plaintext']);
    const id = this.#id();
    const name = `${by.model} (${by.endpoint})`;
    const baselinePrice = baseline && priceOf(baseline, day);
    const entry: LedgerEntry = {
      id,
      taskId: before?.taskId ?? `task-${id}`,
      attempt: (before?.attempt ?? 0) + 1,
      kind,
      origin: { trigger: kind.startsWith('completion') ? 'automatic' : 'command', language, workspace },
      startedAtMs: atMs,
      localDay: day,
      ...(!failed && { firstTokenMs: 120 + this.#below(700) }),
      durationMs: (isFree ? 90 : 400) + Math.round(usage.output * (isFree ? 9 : 14) * (0.7 + this.#random() * 0.6)),
      ...by,
      billing: isFree ? 'local' : 'metered',
      ...(session !== undefined && { sessionId: session }),
      finish: failed ? 'error' : 'stop',
      ...(failed && { errorReason: 'overloaded' as const }),
      usage: failed ? noUsage : usage,
      ...(expectedRead !== undefined && { expectedCacheReadTokens: expectedRead }),
      ...(miss !== undefined && { cacheMiss: miss }),
      isEstimate: false,
      ...(cost !== undefined && { costNanoUsd: cost }),
      countedNanoUsd: cost ?? 0,
      ...(price && !failed && cacheSaved(usage, price, atMs)),
      ...(baseline &&
        baselinePrice &&
        !failed && {
          baseline: { model: baseline.model, endpoint: baseline.endpoint, costNanoUsd: costOf(usage, baselinePrice, { atMs }) },
        }),
      ...(prompt && { prompt }),
      decision: {
        rule: before ? 'failover' : 'ladder',
        reason: before ? 'the one before failed: overloaded' : `${by.tier} is likely to be useful, and cheapest there`,
        chosen: name,
        fallbacks: [`${local.model} (${local.endpoint})`],
        rejected:
          by === opus
            ? []
            : [{ candidate: `${opus.model} (${opus.endpoint})`, rule: 'price', reason: 'others cost less for each useful answer' }],
        ...(cost !== undefined && { expectedCostNanoUsd: Math.round(cost * (0.8 + this.#random() * 0.4)) }),
        quality: { mean: 0.72 + this.#random() * 0.2, source: 'your own outcomes' },
      },
    };
    this.entries.push(entry);
    return entry;
  }

  #became({ taskId, startedAtMs }: LedgerEntry, type: OutcomeEvent['type'], afterSeconds: number, characters: number): void {
    const atMs = startedAtMs + afterSeconds * 1000;
    const isInferred = type === 'shown' || type === 'rejected' || type === 'kept';
    this.outcomes.push({
      id: `outcome-${this.#id()}`,
      taskId,
      type,
      atMs,
      localDay: localDay(atMs, this.#timeZone),
      characters,
      isInferred,
    });
  }

  #id(): string {
    this.#count += 1;
    const tail = Math.floor(this.#random() * 0xffff_ffff)
      .toString(16)
      .padStart(8, '0');
    return `${this.#count.toString(16).padStart(6, '0')}-${tail}`;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #one<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  }
}

function priceOf({ model, endpoint }: ModelUsed, day: string): PriceRow | undefined {
  return priceOn(findModel(builtInCatalogue, endpoint, model)?.prices ?? [], day);
}

function cacheSaved(usage: Usage, price: PriceRow, atMs: number): Pick<LedgerEntry, 'cacheSavedNanoUsd'> {
  const touched = usage.cacheRead + usage.cacheWrite5m;
  if (touched === 0) return {};
  const uncached = { ...usage, uncachedInput: usage.uncachedInput + touched, cacheRead: 0, cacheWrite5m: 0 };
  return { cacheSavedNanoUsd: costOf(uncached, price, { atMs }) - costOf(usage, price, { atMs }) };
}

function promptOf(fixed: number, turn: number): readonly PromptPart[] {
  const stable = Math.round(fixed * 0.25);
  const workspace = Math.round(fixed * 0.3);
  return [
    { stability: 'static', segments: 2, tokens: stable },
    { stability: 'workspace', segments: 3, tokens: workspace },
    { stability: 'session', segments: 8, tokens: fixed - stable - workspace },
    { stability: 'turn', segments: 1, tokens: turn },
  ];
}

/** The same numbers from 0 to below 1 for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
