import type { Cloud } from '../cloud.ts';
import { errorBody, Refusal } from '../errors.ts';
import type { Account } from '../job.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { bill, prepare } from '../prepare.ts';
import { readAnthropicRequest } from '../requests/anthropicRequest.ts';
import { createAnthropicWire } from '../wires/anthropicWire.ts';
import { get, post, type Route, reply, type Visit } from './route.ts';

interface Batch {
  readonly id: string;
  readonly account: Account;
  readonly createdAt: number;
  readonly requests: readonly JsonObject[];
  endedAt: number | undefined;
  isCanceled: boolean;
  results: readonly JsonObject[];
}

/** Message batches: they end when the emulator's clock has passed their duration, and are billed then, at the batch price. */
export function createBatchRoutes(customer: (visit: Visit) => Account): readonly Route[] {
  const batches = new Map<string, Batch>();
  const find = async (visit: Visit): Promise<Batch> => {
    const account = customer(visit);
    const batch = batches.get(visit.caught[0] ?? '');
    if (batch?.account !== account) throw new Refusal(404, `Message batch ${visit.caught[0]} not found.`);
    await runIfDue(visit, batch);
    return batch;
  };
  return [
    post(/^\/v1\/messages\/batches$/, (visit) => {
      const account = customer(visit);
      const requests = listOf(visit.body.requests).map(objectOf);
      if (requests.length === 0) throw new Refusal(400, 'requests: at least one request is required');
      const id = visit.cloud.nextId('msgbatch');
      const createdAt = visit.cloud.clock.now();
      const batch: Batch = { id, account, createdAt, requests, endedAt: undefined, isCanceled: false, results: [] };
      batches.set(id, batch);
      reply(visit.exchange.response, describe(visit, batch));
    }),
    get(/^\/v1\/messages\/batches\/([^/]+)$/, async (visit) => reply(visit.exchange.response, describe(visit, await find(visit)))),
    post(/^\/v1\/messages\/batches\/([^/]+)\/cancel$/, async (visit) => {
      const batch = await find(visit);
      batch.isCanceled = batch.endedAt === undefined;
      reply(visit.exchange.response, describe(visit, batch));
    }),
    get(/^\/v1\/messages\/batches\/([^/]+)\/results$/, async (visit) => {
      const batch = await find(visit);
      if (batch.endedAt === undefined) throw new Refusal(400, `Message batch ${batch.id} has not ended yet.`);
      visit.exchange.response
        .writeHead(200, { 'content-type': 'application/x-jsonl' })
        .end(batch.results.map((result) => `${JSON.stringify(result)}\n`).join(''));
    }),
  ];
}

async function runIfDue(visit: Visit, batch: Batch): Promise<void> {
  const { cloud, exchange } = visit;
  if (batch.endedAt !== undefined || cloud.clock.now() < batch.createdAt + cloud.batchMs) return;
  batch.endedAt = cloud.clock.now();
  const results: JsonObject[] = [];
  for (const entry of batch.requests) {
    const result: Json = batch.isCanceled ? { type: 'canceled' } : await run(cloud, visit, batch, objectOf(entry.params));
    results.push({ custom_id: textOf(entry.custom_id), result });
  }
  batch.results = results;
  exchange.signal.throwIfAborted();
}

async function run(cloud: Cloud, visit: Visit, batch: Batch, params: JsonObject): Promise<Json> {
  try {
    const job = readAnthropicRequest(params, batch.account, cloud.nextId('msg'), '/v1/messages/batches', true);
    // Answers are looked up by the batched request itself, not by the request that asks for the results.
    const request = { ...visit.exchange.request, path: '/v1/messages/batches', body: params, text: JSON.stringify(params) };
    const { generated, cache, served } = await prepare(cloud, request, job, visit.exchange.signal);
    cache.commit(cloud.clock.now());
    const pieces = generated.parts.flatMap((part) => part.pieces.map((piece) => ({ ...piece, isReasoning: part.kind === 'reasoning' })));
    const raw = pieces.reduce((sum, piece) => sum + piece.rawTokens, 0);
    const rawReasoning = pieces.reduce((sum, piece) => sum + (piece.isReasoning ? piece.rawTokens : 0), 0);
    const whole = served(raw, rawReasoning, true);
    bill(cloud, job, whole, 'finished');
    const wire = createAnthropicWire(job);
    return { type: 'succeeded', message: wire.whole(generated, wire.usage(whole)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { type: 'errored', error: errorBody('anthropic', error, `req_${batch.id}`) };
  }
}

function describe(visit: Visit, batch: Batch): JsonObject {
  const count = (type: string) => batch.results.filter(({ result }) => objectOf(result).type === type).length;
  const isoOrNull = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const hasEnded = batch.endedAt !== undefined;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: hasEnded ? 'ended' : batch.isCanceled ? 'canceling' : 'in_progress',
    request_counts: {
      processing: hasEnded ? 0 : batch.requests.length,
      succeeded: count('succeeded'),
      errored: count('errored'),
      canceled: count('canceled'),
      expired: 0,
    },
    created_at: isoOrNull(batch.createdAt),
    expires_at: isoOrNull(batch.createdAt + 86_400_000),
    ended_at: isoOrNull(batch.endedAt),
    archived_at: null,
    cancel_initiated_at: batch.isCanceled ? isoOrNull(batch.createdAt) : null,
    results_url: hasEnded ? `http://${visit.exchange.request.headers.host}/v1/messages/batches/${batch.id}/results` : null,
  };
}
