import { modelFor } from '../accounts.ts';
import { Refusal } from '../errors.ts';
import { textOf } from '../json.ts';
import { models } from '../models.ts';
import { measurePrompt } from '../prompt.ts';
import { readAnthropicPrompt, readAnthropicRequest } from '../requests/anthropicRequest.ts';
import { serve } from '../serve.ts';
import { createAnthropicWire } from '../wires/anthropicWire.ts';
import { createBatchRoutes } from './batches.ts';
import { customerOf, get, post, type Route, reply, type Visit } from './route.ts';

export const anthropicRoutes = (): readonly Route[] => [
  post(/^\/v1\/messages$/, async (visit) => {
    const account = customer(visit);
    const job = readAnthropicRequest(visit.body, account, visit.cloud.nextId('msg'), visit.path);
    await serve(visit.cloud, visit.exchange, job, createAnthropicWire(job));
  }),
  // Free, and no cache is touched: what counts is the whole prompt.
  post(/^\/v1\/messages\/count_tokens$/, (visit) => {
    const model = modelFor(customer(visit), textOf(visit.body.model));
    reply(visit.exchange.response, { input_tokens: measurePrompt(model, readAnthropicPrompt(visit.body)).tokens });
  }),
  ...createBatchRoutes(customer),
];

export const anthropicModels: Route = get(/^\/v1\/models$/, (visit) => {
  customer(visit);
  const data = models
    .filter((model) => model.provider === 'anthropic')
    .map(({ id, contextTokens, maxOutputTokens }) => ({
      type: 'model',
      id,
      display_name: id,
      created_at: '2026-01-01T00:00:00Z',
      max_input_tokens: contextTokens,
      max_tokens: maxOutputTokens,
    }));
  reply(visit.exchange.response, { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null });
});

function customer(visit: Visit) {
  const account = customerOf(visit);
  if (visit.exchange.request.headers['anthropic-version'] === undefined) throw new Refusal(400, 'anthropic-version: header is required');
  return account;
}
