import type {
  Allowance,
  Amounts,
  CompletionCost,
  DaySummary,
  EntryFilter,
  HourTotal,
  Ledger,
  LedgerEntry,
  LimitState,
  LimitUnit,
  OutcomeEvent,
  Reservation,
  ReservationLimit,
  ReserveOutcome,
  RollUp,
} from '../../src/core/ledger/index.ts';
import { countOutcomes } from '../../src/core/outcome/index.ts';
import { inputTokens, isFillInTheMiddle } from '../../src/core/task/index.ts';
import { type LearnedRatio, learnRatio, type TokenSample } from '../../src/core/tokens/index.ts';

export interface MemoryLedgerOptions {
  /** The budget that has nothing left for any amount. */
  readonly refuses?: string;
  /** The budget that has nothing left for an extension. */
  readonly refusesMore?: string;
  /** Every call rejects. */
  readonly outOfOrder?: boolean;
  /** Runs whenever a worst case has been reserved. */
  readonly onReserve?: () => void;
}

interface Held {
  readonly reservation: Reservation;
  readonly amounts: Amounts;
  readonly expiresAtMs: number;
}

interface Stored {
  readonly entry: LedgerEntry;
  readonly reservationId: string;
}

/** A ledger that keeps everything where a test can look at it, by the port's rules, and sums whenever it is asked. */
export class MemoryLedger implements Ledger {
  /** What was reserved, extended, given back and settled: the calls, in order. */
  readonly reservations: Reservation[] = [];
  readonly extended: { readonly reservationId: string; readonly more: Amounts }[] = [];
  readonly released: string[] = [];
  readonly settled: { readonly reservationId: string; readonly entry: LedgerEntry }[] = [];
  readonly outcomes: OutcomeEvent[] = [];
  readonly allowances: Allowance[] = [];
  readonly samples: TokenSample[] = [];
  readonly notices: string[] = [];
  readonly #options: MemoryLedgerOptions;
  readonly #held = new Map<string, Held>();
  readonly #stored = new Map<string, Stored>();
  readonly #corrected = new Set<string>();
  readonly #ratios = new Map<string, LearnedRatio>();
  /** The entries, until another one is stored. */
  #listed: readonly LedgerEntry[] | undefined;

  constructor(options: MemoryLedgerOptions = {}) {
    this.#options = options;
  }

  /** In the order in which they were stored, without the estimates that were corrected. */
  get entries(): readonly LedgerEntry[] {
    this.#listed ??= [...this.#stored.values()].map(({ entry }) => entry).filter(({ id }) => !this.#corrected.has(id));
    return this.#listed;
  }

  /** The reservations that are still held: a dead process would leave them so. */
  get held(): readonly string[] {
    return [...this.#held.keys()];
  }

  reserve: Ledger['reserve'] = async (reservation, limits) => {
    this.#work();
    this.#bookExpired(reservation.madeAtMs);
    if (this.#held.has(reservation.id)) throw new Error('UNIQUE constraint failed: reservation.id');
    const outcome = this.#mayReserve(reservation, limits);
    if (outcome.outcome === 'refused') return outcome;
    this.reservations.push(reservation);
    const amounts = { nanoUsd: outcome.amountNanoUsd, tokens: outcome.tokens };
    this.#held.set(reservation.id, { reservation, amounts, expiresAtMs: reservation.expiresAtMs });
    this.#options.onReserve?.();
    return outcome;
  };

  extend: Ledger['extend'] = async (reservationId, more, expiresAtMs, limits) => {
    this.#work();
    const held = this.#held.get(reservationId);
    if (!held) return { outcome: 'refused', budgetId: 'expired', unit: 'nano-usd', left: 0, needed: more.nanoUsd };
    const outcome = this.#fit(more, limits, this.#options.refuses ?? this.#options.refusesMore);
    if (outcome.outcome === 'refused') return outcome;
    this.extended.push({ reservationId, more });
    const amounts = { nanoUsd: held.amounts.nanoUsd + more.nanoUsd, tokens: held.amounts.tokens + more.tokens };
    this.#held.set(reservationId, { ...held, amounts, expiresAtMs });
    return { outcome: 'reserved', amountNanoUsd: amounts.nanoUsd, tokens: amounts.tokens };
  };

  settle: Ledger['settle'] = async (reservationId, entry) => {
    this.#work();
    this.settled.push({ reservationId, entry });
    this.#held.delete(reservationId);
    const lost = [...this.#stored.values()].find(
      (stored) => stored.reservationId === reservationId && stored.entry.finish === 'lost' && !this.#corrected.has(stored.entry.id),
    );
    if (lost?.entry.id === entry.id) throw new TypeError(`the estimate of ${reservationId} and its entry have the same id`);
    if (this.#stored.has(entry.id)) return;
    if (lost) this.#corrected.add(lost.entry.id);
    this.#stored.set(entry.id, { entry, reservationId });
    this.#listed = undefined;
  };

  release: Ledger['release'] = async (reservationId) => {
    this.#work();
    this.released.push(reservationId);
    this.#held.delete(reservationId);
  };

  settleExpired: Ledger['settleExpired'] = async (nowMs) => {
    this.#work();
    return this.#bookExpired(nowMs);
  };

  allowMore: Ledger['allowMore'] = async (allowance) => {
    this.#work();
    if (!this.allowances.some(({ id }) => id === allowance.id)) this.allowances.push(allowance);
  };

  limitStates: Ledger['limitStates'] = async (limits) => {
    this.#work();
    return limits.map((limit) => this.#stateOf(limit));
  };

  claimNotice: Ledger['claimNotice'] = async (key) => {
    this.#work();
    if (this.notices.includes(key)) return false;
    this.notices.push(key);
    return true;
  };

  recordOutcome: Ledger['recordOutcome'] = async (event) => {
    this.#work();
    if (!this.outcomes.some(({ id }) => id === event.id)) this.outcomes.push(event);
  };

  learnTokens: Ledger['learnTokens'] = async (sample) => {
    this.#work();
    this.samples.push(sample);
    const key = JSON.stringify([sample.endpoint, sample.model, sample.fileType]);
    this.#ratios.set(key, learnRatio(this.#ratios.get(key), sample));
  };

  learnedRatios: Ledger['learnedRatios'] = async () => {
    this.#work();
    const key = ({ endpoint, model, fileType }: LearnedRatio) => [endpoint, model, fileType];
    return [...this.#ratios.values()].toSorted((a, b) => inOrder(key(a), key(b)));
  };

  outcomeCounts: Ledger['outcomeCounts'] = async (fromDay, toDay = '9999-12-31') => {
    this.#work();
    const answered = this.entries.filter(({ firstTokenMs, finish }) => firstTokenMs !== undefined && finish !== 'lost');
    const byTask = Map.groupBy(answered, ({ taskId }) => taskId);
    const last = [...byTask.values()].flatMap((attempts) => attempts.toSorted((a, b) => a.attempt - b.attempt).slice(-1));
    return countOutcomes(
      last
        .filter(({ localDay }) => localDay >= fromDay && localDay <= toDay)
        .map(({ taskId, localDay, kind, model, endpoint, precision, origin, finish }) => ({
          ...{ localDay, kind, model, endpoint },
          ...(precision !== undefined && { precision }),
          ...(origin.language !== undefined && { language: origin.language }),
          isWhole: finish === 'stop',
          outcomes: this.outcomes.filter((event) => event.taskId === taskId).map(({ type }) => type),
          tasks: 1,
        })),
    );
  };

  daySummary: Ledger['daySummary'] = async (localDay): Promise<DaySummary> => {
    this.#work();
    const { attempts, costNanoUsd, unpricedAttempts, estimatedAttempts, inputTokens, outputTokens } = totalsOf(
      this.entries.filter((entry) => entry.localDay === localDay),
    );
    const firsts = [...Map.groupBy(this.outcomes, ({ taskId }) => taskId).values()].map((events) =>
      events.find(({ type }) => type === 'accepted'),
    );
    const accepted = firsts.filter((event) => event?.localDay === localDay).length;
    return { localDay, attempts, costNanoUsd, unpricedAttempts, estimatedAttempts, inputTokens, outputTokens, accepted };
  };

  rollUps: Ledger['rollUps'] = async (fromDay, toDay): Promise<readonly RollUp[]> => {
    this.#work();
    const groups = Map.groupBy(
      this.entries.filter(({ localDay }) => localDay >= fromDay && localDay <= toDay),
      (entry) => JSON.stringify(groupOf(entry)),
    );
    return [...groups.values()]
      .flatMap(([first, ...rest]) => (first ? [{ group: groupOf(first), totals: totalsOf([first, ...rest]) }] : []))
      .toSorted((a, b) => inOrder(Object.values(a.group), Object.values(b.group)))
      .map(({ group, totals }) => ({ ...group, ...totals }));
  };

  recentEntries: Ledger['recentEntries'] = async (count) => {
    this.#work();
    return this.entries
      .toReversed()
      .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
      .slice(0, count);
  };

  findEntries: Ledger['findEntries'] = async (idPrefix) => {
    this.#work();
    if (idPrefix.length < 4) return [];
    return [...this.#stored.values()]
      .map(({ entry }) => entry)
      .filter(({ id, taskId }) => id.startsWith(idPrefix) || taskId.startsWith(idPrefix))
      .toSorted((a, b) => a.startedAtMs - b.startedAtMs)
      .slice(0, 100);
  };

  entriesFrom: Ledger['entriesFrom'] = async (cursor, count) => {
    this.#work();
    const rows = [...this.#stored.values()]
      .map(({ entry }, index) => ({ entry, row: index + 1 }))
      .filter(({ entry, row }) => row > cursor && !this.#corrected.has(entry.id));
    const page = rows.slice(0, count);
    const last = page.at(-1);
    return { entries: page.map(({ entry }) => entry), ...(last && rows.length > count && { cursor: last.row }) };
  };

  async hourTotals(fromDay: string, toDay: string): Promise<readonly HourTotal[]> {
    this.#work();
    const counted = this.entries
      .filter(({ localDay }) => localDay >= fromDay && localDay <= toDay)
      .map((entry) => ({ localDay: entry.localDay, hour: new Date(entry.startedAtMs).getHours(), entry }));
    return [...Map.groupBy(counted, ({ localDay, hour }) => `${localDay} ${String(hour).padStart(2, '0')}`)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, group]) =>
        group.slice(0, 1).map(({ localDay, hour }) => ({
          ...{ localDay, hour },
          countedNanoUsd: sum(group, ({ entry }) => entry.countedNanoUsd),
          tokens: sum(group, ({ entry }) => countedTokens(entry)),
        })),
      )
      .filter(({ countedNanoUsd, tokens }) => countedNanoUsd !== 0 || tokens !== 0);
  }

  async dearestEntries(filter: EntryFilter, count: number): Promise<readonly LedgerEntry[]> {
    this.#work();
    const { fromDay, toDay, workspace, language, ...exact } = filter;
    return this.entries
      .filter((entry) => entry.localDay >= fromDay && entry.localDay <= toDay)
      .filter(({ origin }) => (workspace ?? origin.workspace) === origin.workspace && (language ?? origin.language) === origin.language)
      .filter((entry) =>
        Object.entries(exact).every(([key, value]) => (value ?? entry[key as keyof typeof exact]) === entry[key as keyof typeof exact]),
      )
      .toReversed()
      .toSorted((a, b) => b.countedNanoUsd - a.countedNanoUsd)
      .slice(0, Math.max(0, count));
  }

  async completionCosts(fromDay: string, toDay: string): Promise<readonly CompletionCost[]> {
    this.#work();
    const completions = this.entries.filter(({ kind, localDay }) => isFillInTheMiddle(kind) && localDay >= fromDay && localDay <= toDay);
    const groups = Map.groupBy(completions, (entry) => JSON.stringify(costGroupOf(entry)));
    return [...groups.values()]
      .flatMap(([first, ...rest]) => (first ? [{ first, entries: [first, ...rest] }] : []))
      .map(({ first, entries }) => {
        const tasks = entries.filter((entry) => entry === this.#lastAnswered(entry.taskId)).map(({ taskId }) => this.#becameOf(taskId));
        const totals = totalsOf(entries);
        return {
          ...costGroupOf(first),
          attempts: totals.attempts,
          unpricedAttempts: totals.unpricedAttempts,
          estimatedAttempts: totals.estimatedAttempts,
          costNanoUsd: totals.costNanoUsd,
          countedNanoUsd: totals.countedNanoUsd,
          listPriceNanoUsd: totals.listPriceNanoUsd,
          shownTasks: tasks.filter(({ isShown }) => isShown).length,
          acceptedTasks: tasks.filter(({ accepted }) => accepted > 0).length,
          acceptedCharacters: sum(tasks, ({ accepted }) => accepted),
          followedCharacters: sum(tasks, ({ accepted, kept }) => (kept === undefined ? 0 : accepted)),
          keptCharacters: sum(tasks, ({ accepted, kept = 0 }) => Math.min(accepted, kept)),
        };
      })
      .toSorted((a, b) => inOrder(Object.values(costKeyOf(a)), Object.values(costKeyOf(b))));
  }

  #lastAnswered(taskId: string): LedgerEntry | undefined {
    return this.entries
      .filter((entry) => entry.taskId === taskId && entry.firstTokenMs !== undefined && entry.finish !== 'lost')
      .toSorted((a, b) => a.attempt - b.attempt)
      .at(-1);
  }

  /** `kept` is undefined where nobody looked later. */
  #becameOf(taskId: string): { readonly isShown: boolean; readonly accepted: number; readonly kept: number | undefined } {
    const events = this.outcomes.filter((event) => event.taskId === taskId).toSorted((a, b) => a.atMs - b.atMs);
    const ofType = (type: OutcomeEvent['type']): readonly OutcomeEvent[] => events.filter((event) => event.type === type);
    return {
      isShown: ofType('shown').length > 0,
      accepted: sum(ofType('accepted'), ({ characters }) => characters),
      kept: ofType('reverted').length > 0 ? 0 : ofType('kept').at(-1)?.characters,
    };
  }

  async taskEntries(taskId: string): ReturnType<Ledger['taskEntries']> {
    this.#work();
    return {
      entries: this.entries.filter((entry) => entry.taskId === taskId).toSorted((a, b) => a.attempt - b.attempt),
      outcomes: this.outcomes.filter((event) => event.taskId === taskId).toSorted((a, b) => a.atMs - b.atMs),
    };
  }

  async sessionEntries(sessionId: string): ReturnType<Ledger['sessionEntries']> {
    this.#work();
    const entries = this.entries
      .filter((entry) => isOfTask(entry.sessionId, sessionId))
      .toSorted((a, b) => a.startedAtMs - b.startedAtMs || a.attempt - b.attempt);
    const outcomes = this.outcomes
      .filter(({ taskId }) => entries.some((entry) => entry.taskId === taskId))
      .toSorted((a, b) => a.atMs - b.atMs);
    return { entries, outcomes };
  }

  #mayReserve(reservation: Reservation, limits: readonly ReservationLimit[]): ReserveOutcome {
    const { amountNanoUsd, cautiousAmountNanoUsd, tokens, cautiousTokens } = reservation;
    const amounts = { nanoUsd: amountNanoUsd, tokens };
    const cautious = { nanoUsd: cautiousAmountNanoUsd, tokens: cautiousTokens };
    const isNearlyUsedUp = limits.some((limit) => {
      const needed = inUnit(amounts, limit.unit);
      return !limit.isSoft && needed > 0 && this.#left(limit) < 10 * needed;
    });
    return this.#fit(isNearlyUsedUp ? cautious : amounts, limits, this.#options.refuses);
  }

  /** What costs nothing always fits into a limit of dollars, and what takes no tokens into one of tokens. */
  #fit(needed: Amounts, limits: readonly ReservationLimit[], refuses: string | undefined): ReserveOutcome {
    const reserved: ReserveOutcome = { outcome: 'reserved', amountNanoUsd: needed.nanoUsd, tokens: needed.tokens };
    if (needed.nanoUsd === 0 && needed.tokens === 0) return reserved;
    if (refuses !== undefined) return { outcome: 'refused', budgetId: refuses, unit: 'nano-usd', left: 0, needed: needed.nanoUsd };
    const [least] = limits
      .filter(({ isSoft, unit }) => !isSoft && inUnit(needed, unit) > 0)
      .map(({ budgetId, unit, ...limit }) => ({
        budgetId,
        unit,
        left: this.#left({ budgetId, unit, ...limit }),
        needed: inUnit(needed, unit),
      }))
      .toSorted((a, b) => a.left / a.needed - b.left / b.needed);
    if (!least || least.left >= least.needed) return reserved;
    return { outcome: 'refused', ...least, left: Math.max(0, least.left) };
  }

  #left(limit: ReservationLimit): number {
    const { limit: all, spent, reserved } = this.#stateOf(limit);
    return all - spent - reserved;
  }

  #stateOf(limit: ReservationLimit): LimitState {
    const { budgetId, unit, fromDay, isSoft } = limit;
    const counts = (entry: LedgerEntry): boolean => isCounted(entry, limit);
    const allowed = this.allowances.filter((allowance) => allowance.budgetId === budgetId && allowance.localDay >= fromDay);
    const held = [...this.#held.values()].filter(({ reservation }) => counts(reservation.estimate));
    return {
      budgetId,
      unit,
      limit: limit.limit + sum(allowed, ({ amount }) => amount),
      spent: sum(this.entries.filter(counts), unit === 'tokens' ? countedTokens : ({ countedNanoUsd }) => countedNanoUsd),
      reserved: sum(held, ({ amounts }) => inUnit(amounts, unit)),
      ...(isSoft && { isSoft }),
    };
  }

  #bookExpired(nowMs: number): number {
    const expired = [...this.#held.values()].filter(({ expiresAtMs }) => expiresAtMs < nowMs);
    for (const { reservation } of expired) {
      const { id, estimate } = reservation;
      this.#held.delete(id);
      if (!this.#stored.has(estimate.id))
        this.#stored.set(estimate.id, { entry: { ...estimate, finish: 'lost', isEstimate: true }, reservationId: id });
      this.#listed = undefined;
    }
    return expired.length;
  }

  #work(): void {
    if (this.#options.outOfOrder) throw new Error('the disk is full');
  }
}

function isCounted(entry: LedgerEntry, limit: ReservationLimit): boolean {
  const { fromDay, kinds, workspace, model, tier, provider, taskId } = limit;
  return (
    entry.localDay >= fromDay &&
    (kinds?.includes(entry.kind) ?? true) &&
    (workspace ?? entry.origin.workspace) === entry.origin.workspace &&
    (model ?? entry.model) === entry.model &&
    (tier ?? entry.tier) === entry.tier &&
    (provider ?? entry.provider) === entry.provider &&
    (taskId === undefined || taskId === entry.taskId || isOfTask(entry.sessionId, taskId))
  );
}

/** A subtask's session is its parent's with a dot and more behind. */
function isOfTask(sessionId: string | undefined, taskId: string): boolean {
  return sessionId === taskId || sessionId?.startsWith(`${taskId}.`) === true;
}

/** Tokens count where somebody else's machine made them. */
function countedTokens({ usage, billing }: LedgerEntry): number {
  return billing === 'local' ? 0 : inputTokens(usage) + usage.output;
}

function inUnit({ nanoUsd, tokens }: Amounts, unit: LimitUnit): number {
  return unit === 'tokens' ? tokens : nanoUsd;
}

function groupOf({ localDay, kind, tier, model, endpoint, provider, billing, origin }: LedgerEntry) {
  return { localDay, kind, tier, model, endpoint, provider, billing, workspace: origin.workspace ?? '', language: origin.language ?? '' };
}

function costGroupOf({ kind, tier, model, provider, origin }: LedgerEntry) {
  return { kind, tier, model, provider, workspace: origin.workspace ?? '', language: origin.language ?? '' };
}

function costKeyOf({ kind, tier, model, provider, workspace, language }: CompletionCost) {
  return { kind, tier, model, provider, workspace, language };
}

function totalsOf(entries: readonly LedgerEntry[]) {
  return {
    attempts: entries.length,
    unpricedAttempts: entries.filter(({ costNanoUsd }) => costNanoUsd === undefined).length,
    estimatedAttempts: entries.filter(({ isEstimate }) => isEstimate).length,
    costNanoUsd: sum(entries, ({ costNanoUsd = 0 }) => costNanoUsd),
    countedNanoUsd: sum(entries, ({ countedNanoUsd }) => countedNanoUsd),
    listPriceNanoUsd: sum(entries, ({ billing, listPriceNanoUsd = 0 }) => (billing === 'subscription' ? listPriceNanoUsd : 0)),
    inputTokens: sum(entries, ({ usage }) => inputTokens(usage)),
    cacheReadTokens: sum(entries, ({ usage }) => usage.cacheRead),
    outputTokens: sum(entries, ({ usage }) => usage.output),
    cacheWriteTokens: sum(entries, ({ usage }) => usage.cacheWrite5m + usage.cacheWrite30m + usage.cacheWrite1h + usage.cacheWrite12h),
    cacheSavedNanoUsd: sum(entries, ({ cacheSavedNanoUsd = 0 }) => cacheSavedNanoUsd),
    baselineNanoUsd: sum(entries, ({ baseline }) => baseline?.costNanoUsd ?? 0),
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Field by field, as the ledger's file sorts. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  if (at < 0) return 0;
  return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}
