import type { Attempt, Shortage } from './attempt.ts';
import { amountText, type BudgetedRequest, requestedTerms, worstCaseOf } from './budget/index.ts';
import { budgetedRequest } from './budgetedRequest.ts';
import { candidateName } from './catalogue/index.ts';
import type { Amounts, LedgerEntry, ReserveOutcome } from './ledger/index.ts';
import type { Meter } from './meter.ts';
import { costOf, formatUsd, freeOfCharge, type PriceRow } from './money/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import { mostTokensFor, outputLimit, worstCaseFor } from './selection/index.ts';
import { inputTokens, isFillInTheMiddle, noUsage, ProviderError, type Usage } from './task/index.ts';

type HoldPorts = Pick<RouterPorts, 'ledger' | 'limits' | 'dearestPrices' | 'tokenizer' | 'clock' | 'after' | 'newId' | 'reservationLifeMs'>;

/** An attempt's worst case, held in the ledger while the attempt lasts. */
export interface Hold {
  /** Whether what was used so far is held. Where it outgrew that, more is held, and where that does not fit, the answer must end. */
  covers(meter: Meter): Promise<boolean>;
  /** Replaces the reservation by what happened. */
  settle(entry: LedgerEntry): Promise<void>;
  /** Nothing was sent. */
  release(): Promise<void>;
}

export type HoldOutcome =
  | { readonly hold: Hold }
  | { readonly error: ProviderError }
  | { readonly error: ProviderError; readonly shortage: Shortage }
  | { readonly error: ProviderError; readonly isLedgerOut: true }
  /** What would have been held is more than was agreed to. Nothing is held. */
  | { readonly unconsentedNanoUsd: number };

interface HoldOptions {
  /** What the user's policy lets one request cost at the most. */
  readonly priceLimitNanoUsd: number | undefined;
  /** What the ledger books where this process dies. */
  readonly estimate: LedgerEntry;
  /** The provider's free count of the input, where it has one. */
  readonly countInput: () => Promise<number | undefined>;
}

const usualLifeMs = 20_000;

/**
 * Holds the worst case before the bytes leave. What costs nothing waits for no disk: its reservation is written while the request is under
 * way, and where the ledger is out of order it goes on all the same. What is paid leaves only if the ledger held it.
 */
export async function startHold(ports: HoldPorts, attempt: Attempt, options: HoldOptions): Promise<HoldOutcome> {
  const { candidate, task } = attempt;
  const { billing } = candidate.endpoint;
  const limits = billing === 'local' ? [] : ports.limits(requestOf(attempt));
  // A flat plan costs nothing more, but its tokens may count.
  const isCounted = billing === 'metered' || limits.some(({ unit }) => unit === 'tokens');
  if (!isCounted) {
    const hold = holdOf(ports, attempt, { id: ports.newId(), held: nothing });
    hold.reserve(nothing, nothing, options.estimate).catch(() => undefined);
    return hold.starting();
  }
  const price = billing === 'subscription' ? freeOfCharge : (candidate.model.price ?? ports.dearestPrices());
  if (!price)
    return { error: notReserved(`${candidateName(candidate)} is unpriced, and so is everything else: no worst case can be held`) };
  if (limits.length === 0) return { error: notReserved(`no budget covers ${task.kind}`) };
  const hold = holdOf(ports, attempt, { id: ports.newId(), held: nothing, price, limitNanoUsd: options.priceLimitNanoUsd });
  const worst = worstCase(ports, attempt, price, 2);
  if (options.priceLimitNanoUsd !== undefined && worst.nanoUsd > options.priceLimitNanoUsd)
    return { error: tooDear(worst.nanoUsd, options.priceLimitNanoUsd) };
  try {
    const byBytes = await hold.reserve(worst, worstCase(ports, attempt, price, 1), options.estimate);
    if (byBytes.outcome === 'reserved') return await hold.startingWithin(attempt.consentedNanoUsd);
    // A suggestion cannot wait for another round trip.
    const mayCount = attempt.mayCount && !isFillInTheMiddle(task.kind);
    if (!mayCount || ofInput(attempt, price, 0)[amountIn[byBytes.unit]] > byBytes.left) return short(byBytes);
    const counted = await options.countInput().catch(() => undefined);
    if (counted === undefined) return short(byBytes);
    const amounts = ofInput(attempt, price, counted);
    const byCount = await hold.reserve(amounts, amounts, options.estimate);
    return byCount.outcome === 'reserved' ? await hold.startingWithin(attempt.consentedNanoUsd) : short(byCount);
  } catch (cause) {
    // It may have held it before it fell silent.
    void hold.release();
    return { error: notReserved('the ledger is out of order, so nothing paid leaves', cause), isLedgerOut: true };
  }
}

const nothing: Amounts = { nanoUsd: 0, tokens: 0 };

/** Where the amount stands that a limit counts. */
const amountIn = { 'nano-usd': 'nanoUsd', tokens: 'tokens' } as const;

function requestOf({ task, candidate }: Attempt): BudgetedRequest {
  return { ...budgetedRequest(task), candidate };
}

function worstCase(ports: HoldPorts, { task, profile, candidate }: Attempt, price: PriceRow, bytesPerToken: 1 | 2): Amounts {
  const ratio = ports.tokenizer.ratio(candidate, task.origin.language ?? '');
  const nanoUsd = worstCaseFor(profile, candidate, price, ratio, bytesPerToken);
  return { nanoUsd, tokens: mostTokensFor(profile, candidate, ratio, bytesPerToken) };
}

/** The worst case with so many input tokens, as the provider counted them. */
function ofInput({ task, candidate }: Attempt, price: PriceRow, inputTokens: number): Amounts {
  const output = outputLimit(task.maxOutputTokens, candidate.model);
  return { nanoUsd: worstCaseOf(inputTokens, output, price, requestedTerms(candidate)), tokens: inputTokens + output };
}

function short({ budgetId, unit, left, needed }: Extract<ReserveOutcome, { outcome: 'refused' }>): HoldOutcome {
  const amounts = `${amountText(needed, unit)} at the most, and ${amountText(left, unit)} is left`;
  const error = notReserved(`the budget ${budgetId} cannot hold the worst case of this request: ${amounts}`);
  return { error, shortage: { budgetId, unit, left, needed } };
}

function tooDear(worstNanoUsd: number, limitNanoUsd: number): ProviderError {
  return new ProviderError(
    'policy',
    `it could cost ${formatUsd(worstNanoUsd)}, and a request may cost ${formatUsd(limitNanoUsd)} at the most`,
  );
}

function notReserved(message: string, cause?: unknown): ProviderError {
  return new ProviderError('not-reserved', message, { cause });
}

interface HoldState {
  readonly id: string;
  held: Amounts;
  /** Missing where nothing is paid. */
  readonly price?: PriceRow;
  readonly limitNanoUsd?: number | undefined;
}

interface StartedHold extends Hold {
  reserve(amounts: Amounts, cautious: Amounts, estimate: LedgerEntry): Promise<ReserveOutcome>;
  /** From now on the ledger is told now and then that this process lives. */
  starting(): HoldOutcome;
  /** The same, unless more is held than that. */
  startingWithin(mostNanoUsd: number | undefined): Promise<HoldOutcome>;
}

function holdOf(ports: HoldPorts, attempt: Attempt, state: HoldState): StartedHold {
  const { ledger, clock } = ports;
  const { task, candidate } = attempt;
  const lifeMs = ports.reservationLifeMs ?? usualLifeMs;
  const limits = () => (state.price ? ports.limits(requestOf(attempt)) : []);
  let stopBeating = (): void => undefined;

  function beat(): void {
    stopBeating = ports.after(lifeMs / 3, () => {
      ledger.extend(state.id, nothing, clock.now() + lifeMs, []).catch(() => undefined);
      beat();
    });
  }

  /** What was used at the least, as far as it can be seen: four bytes of an answer are a token or more in today's vocabularies. */
  function usedAtLeast(meter: Meter): Usage {
    const usage = meter.reported()?.usage ?? { ...noUsage, uncachedInput: attempt.profile.inputTokens };
    return { ...usage, output: Math.max(usage.output, Math.ceil(meter.outputBytes() / 4)) };
  }

  const hold: StartedHold = {
    async reserve({ nanoUsd, tokens }, cautious, estimate) {
      const madeAtMs = clock.now();
      const amounts = { amountNanoUsd: nanoUsd, cautiousAmountNanoUsd: cautious.nanoUsd, tokens, cautiousTokens: cautious.tokens };
      const reservation = { id: state.id, ...amounts, madeAtMs, expiresAtMs: madeAtMs + lifeMs, estimate };
      const outcome = await ledger.reserve(reservation, limits());
      if (outcome.outcome === 'reserved') state.held = { nanoUsd: outcome.amountNanoUsd, tokens: outcome.tokens };
      return outcome;
    },
    starting() {
      beat();
      return { hold };
    },
    async startingWithin(mostNanoUsd) {
      const { nanoUsd } = state.held;
      if (mostNanoUsd === undefined || nanoUsd <= mostNanoUsd) return hold.starting();
      await hold.release();
      return { unconsentedNanoUsd: nanoUsd };
    },
    async covers(meter) {
      const { price } = state;
      // What is reported in the end is what it is: there is nothing more to stop.
      if (!price || meter.reported()?.isPartial === false) return true;
      const used = usedAtLeast(meter);
      const requested = requestedTerms(candidate);
      const input = inputTokens(used);
      const { held } = state;
      const isDearer = costOf(used, price, requested) > held.nanoUsd;
      const isLonger = input + used.output > held.tokens;
      if (!isDearer && !isLonger) return true;
      const output = used.output + outputLimit(task.maxOutputTokens, candidate.model);
      const needed = { nanoUsd: worstCaseOf(input, output, price, requested), tokens: input + output };
      if (isDearer && needed.nanoUsd > Math.min(state.limitNanoUsd ?? Infinity, attempt.consentedNanoUsd ?? Infinity)) return false;
      const more = { nanoUsd: isDearer ? needed.nanoUsd - held.nanoUsd : 0, tokens: isLonger ? needed.tokens - held.tokens : 0 };
      const outcome = await ledger.extend(state.id, more, clock.now() + lifeMs, limits()).catch(() => undefined);
      if (outcome?.outcome !== 'reserved') return false;
      state.held = { nanoUsd: held.nanoUsd + more.nanoUsd, tokens: held.tokens + more.tokens };
      return true;
    },
    settle(entry) {
      stopBeating();
      return ledger.settle(state.id, entry);
    },
    async release() {
      stopBeating();
      await ledger.release(state.id).catch(() => undefined);
    },
  };
  return hold;
}
