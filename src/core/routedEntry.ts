import type { Attempt, AttemptCaching } from './attempt.ts';
import { baselineCostOf } from './baseline/index.ts';
import { type Bill, billOf } from './bill.ts';
import { requestedTerms } from './budget/index.ts';
import type { CachePlan } from './caching/index.ts';
import type { Candidate } from './catalogue/index.ts';
import { type DecisionRecord, type LedgerEntry, localDay } from './ledger/index.ts';
import type { MeterReading } from './meter.ts';
import { type BillingTerms, costOf } from './money/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import { outputLimit, promptPartsOf, recordOf } from './selection/index.ts';
import { inputTokens, noUsage, type Usage } from './task/index.ts';

type EntryPorts = Pick<RouterPorts, 'baseline' | 'clock' | 'dearestPrices' | 'localWatts' | 'newId' | 'tokenizer'>;

/** The entry of an attempt that is over. */
export function entryOf(
  ports: EntryPorts,
  attempt: Attempt,
  startedAtMs: number,
  reading: MeterReading,
  caching: AttemptCaching,
): LedgerEntry {
  const { candidate } = attempt;
  const { isUnused, ...read } = reading;
  const terms = { ...requestedTerms(candidate), ...read.billingReport, atMs: startedAtMs };
  return {
    ...whatIsKnown(ports, attempt, startedAtMs, caching),
    ...read,
    ...(isUnused ? nothingBilled : billOf(candidate, read.usage, terms, ports.dearestPrices())),
    ...(candidate.endpoint.billing === 'local' && { energyWh: energyOf(reading, ports.localWatts()) }),
    ...cacheSavingOf(candidate, read.usage, terms),
    ...(answered.has(reading.finish) && baselineOf(ports, attempt, read.usage, startedAtMs)),
    prompt: promptPartsOf(attempt.profile),
  };
}

/** What failed was no use, and what was broken off would have been so on any model. */
const answered: ReadonlySet<MeterReading['finish']> = new Set(['stop', 'length', 'tool-calls', 'budget'] as const);

/** What the same tokens would have cost without a cache, less what they cost. */
function cacheSavingOf(
  { model: { price }, endpoint }: Candidate,
  usage: Usage,
  terms: BillingTerms,
): Pick<LedgerEntry, 'cacheSavedNanoUsd'> {
  const input = inputTokens(usage);
  if (endpoint.billing !== 'metered' || !price || input === usage.uncachedInput) return {};
  const uncached = costOf({ ...noUsage, uncachedInput: input, output: usage.output }, price, terms);
  return { cacheSavedNanoUsd: uncached - costOf(usage, price, terms) };
}

function baselineOf(ports: EntryPorts, { task, candidate }: Attempt, usage: Usage, atMs: number): Pick<LedgerEntry, 'baseline'> {
  const baseline = ports.baseline?.(task.kind);
  if (!baseline) return {};
  const language = task.origin.language ?? '';
  const ratioOf = (one: Candidate): number => ports.tokenizer.ratio(one, language).ratio;
  const costNanoUsd = baselineCostOf(baseline, { usage, ratio: ratioOf(candidate), baselineRatio: ratioOf(baseline), atMs });
  if (costNanoUsd === undefined) return {};
  return { baseline: { model: baseline.model.id, endpoint: baseline.endpoint.id, costNanoUsd } };
}

const nothingBilled: Bill = { costNanoUsd: 0, countedNanoUsd: 0 };

/** The attempt as it is expected to end, in case nobody lives to tell: the input as estimated, and the whole output limit. */
export function expectedEntryOf(ports: EntryPorts, attempt: Attempt, plan: CachePlan): LedgerEntry {
  const { task, profile, candidate } = attempt;
  const startedAtMs = ports.clock.now();
  const { ratio } = ports.tokenizer.ratio(candidate, task.origin.language ?? '');
  const usage = {
    ...noUsage,
    uncachedInput: Math.ceil(profile.inputTokens * ratio),
    output: outputLimit(task.maxOutputTokens, candidate.model),
  };
  return {
    ...whatIsKnown(ports, attempt, startedAtMs, { plan }),
    durationMs: 0,
    finish: 'lost',
    usage,
    isEstimate: true,
    ...billOf(candidate, usage, { ...requestedTerms(candidate), atMs: startedAtMs }, ports.dearestPrices()),
  };
}

function whatIsKnown(ports: EntryPorts, attempt: Attempt, startedAtMs: number, caching: AttemptCaching) {
  const { task, candidate, number } = attempt;
  const { model, endpoint, effort, serviceTier } = candidate;
  return {
    id: ports.newId(),
    taskId: task.id,
    attempt: number,
    kind: task.kind,
    origin: task.origin,
    startedAtMs,
    localDay: localDay(startedAtMs, ports.clock.timeZone()),
    model: model.id,
    tier: model.tier,
    provider: endpoint.provider,
    endpoint: endpoint.id,
    billing: endpoint.billing,
    ...(effort !== undefined && { effort }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(model.precision !== undefined && { precision: model.precision }),
    ...(task.sessionId !== undefined && { sessionId: task.sessionId }),
    ...(caching.plan.expectedReadTokens > 0 && { expectedCacheReadTokens: caching.plan.expectedReadTokens }),
    ...(caching.miss && { cacheMiss: caching.miss }),
    decision: decisionOf(attempt, caching.plan),
  };
}

const decisions = new WeakMap<Attempt, DecisionRecord>();

/** The very same for an attempt's estimate and its entry, so that it is written out once. */
function decisionOf(attempt: Attempt, { reason }: CachePlan): DecisionRecord {
  const before = decisions.get(attempt);
  if (before?.cache === reason) return before;
  const { decision, priced, passedOver, redactions } = attempt;
  const record = recordOf(decision, { asked: priced, passedOver, redactions, cache: reason });
  decisions.set(attempt, record);
  return record;
}

/** Working time x wattage, in watt-hours to a millionth; where the server does not tell its working time, the time until the answer ended. */
function energyOf({ timings, durationMs }: MeterReading, watts: number): number {
  const workingMs = timings ? timings.promptMs + timings.outputMs : durationMs;
  return Math.round((workingMs * watts) / 3.6) / 1e6;
}
