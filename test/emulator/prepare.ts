import type { Script } from './answers.ts';
import { type Buckets, bucketNames } from './buckets.ts';
import type { Cloud } from './cloud.ts';
import { Refusal } from './errors.ts';
import { type Generated, generate } from './generate.ts';
import type { Job } from './job.ts';
import { type Charge, chargeFor } from './pricing.ts';
import { measurePrompt } from './prompt.ts';
import type { CachePlan } from './promptCache.ts';
import type { ReceivedRequest } from './received.ts';
import { scaleTokens } from './tokens.ts';

/** What has been served of a request so far, counted and priced. */
export interface Served {
  readonly buckets: Buckets;
  readonly reasoningTokens: number;
  readonly rejectedPredictionTokens: number;
  readonly charge: Charge;
}

/** A request with its answer at hand, before anything is sent. */
export interface Prepared {
  readonly script: Script;
  readonly generated: Generated;
  readonly cache: CachePlan;
  /** After so many raw tokens of output; the whole answer counts what the script says it counts. */
  served(rawTokens: number, rawReasoningTokens: number, isWhole: boolean): Served;
}

export async function prepare(cloud: Cloud, request: ReceivedRequest, job: Job, signal: AbortSignal): Promise<Prepared> {
  const prompt = measurePrompt(job.model, job.prompt);
  refuseTooLong(job, prompt.tokens);
  const affinity = job.cache.kind === 'automatic' ? job.cache.affinity : '';
  const owner = `${job.account.key}\n${job.model.id}\n${affinity}`;
  const cache = cloud.cache.plan(owner, job.model.cache, job.cache, prompt, cloud.clock.now());
  const script = await cloud.answers.scriptFor(request, job, signal).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new Refusal(502, `no answer could be made: ${String(error)}`);
  });
  const generated = generate(job, script, cloud.nextId);
  return { script, generated, cache, served: counter(job, script, cache.input) };
}

/** Writes the line of the invoice. */
export function bill(cloud: Cloud, job: Job, served: Served, why: string, billed = true): void {
  const { charge } = served;
  cloud.invoice.add({
    id: job.id,
    at: new Date(cloud.clock.now()).toISOString(),
    provider: job.model.provider,
    dialect: job.dialect,
    path: job.path,
    account: job.account.name,
    model: job.model.id,
    streamed: job.stream,
    buckets: served.buckets,
    reasoningTokens: served.reasoningTokens,
    tier: job.tier,
    fast: job.fast,
    geo: job.geo,
    bringsOwnKey: job.account.bringsOwnKey,
    unitPrices: charge.unitPrices,
    factors: charge.factors,
    perRequestUsd: charge.perRequestUsd,
    isAboveCliff: charge.isAboveCliff,
    billed,
    why,
    amountNanoUsd: billed ? charge.amountNanoUsd : 0,
    gatewayNanoUsd: billed ? charge.gatewayNanoUsd : 0,
    upstreamNanoUsd: billed ? charge.upstreamNanoUsd : 0,
  });
}

function counter(job: Job, script: Script, input: Buckets): Prepared['served'] {
  const scripted = script.buckets;
  const counted = scripted ? replaceInput(input, scripted) : input;
  return (rawTokens, rawReasoningTokens, isWhole) => {
    const rejected = isWhole ? (script.rejectedPredictionTokens ?? 0) : 0;
    const own = scaleTokens(rawTokens, job.model.tokenFactor) + rejected;
    const output = isWhole ? (scripted?.output ?? own) : own;
    const reasoning = isWhole ? script.reasoningTokens : undefined;
    const buckets = { ...counted, output };
    return {
      buckets,
      reasoningTokens: Math.min(output, reasoning ?? scaleTokens(rawReasoningTokens, job.model.tokenFactor)),
      rejectedPredictionTokens: rejected,
      charge: chargeFor(job, buckets),
    };
  };
}

/** A script that names one input bucket names them all: what it leaves out is 0. */
function replaceInput(input: Buckets, scripted: Partial<Buckets>): Buckets {
  if (bucketNames.every((name) => name === 'output' || scripted[name] === undefined)) return input;
  return {
    uncachedInput: scripted.uncachedInput ?? 0,
    cacheRead: scripted.cacheRead ?? 0,
    cacheWrite5m: scripted.cacheWrite5m ?? 0,
    cacheWrite30m: scripted.cacheWrite30m ?? 0,
    cacheWrite1h: scripted.cacheWrite1h ?? 0,
    cacheWrite12h: scripted.cacheWrite12h ?? 0,
    output: 0,
  };
}

function refuseTooLong(job: Job, tokens: number): void {
  const limit = job.model.contextTokens;
  if (tokens <= limit) return;
  if (job.dialect === 'anthropic') throw new Refusal(400, `prompt is too long: ${tokens} tokens > ${limit} maximum`);
  throw new Refusal(
    400,
    `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
    { code: 'context_length_exceeded' },
  );
}
