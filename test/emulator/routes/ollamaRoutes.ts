import { modelFor } from '../accounts.ts';
import type { Cloud } from '../cloud.ts';
import { type JsonObject, numberOrNone, textOf } from '../json.ts';
import { type EmulatedModel, models } from '../models.ts';
import { readOllamaRequest } from '../requests/ollamaRequest.ts';
import { serve } from '../serve.ts';
import { createOllamaWire } from '../wires/ollamaWire.ts';
import { customerOf, get, post, type Route, reply, type Visit } from './route.ts';

const bytes = 1_300_000_000;

/** Until when each loaded model stays in memory, in epoch milliseconds. */
type Loaded = Map<EmulatedModel, number>;

/**
 * Ollama's own API. A model is loaded by its first request, and leaves five minutes after its last one, or when `keep_alive` says; three quarters
 * of it fit on the graphics card, unless a test says otherwise.
 */
export function ollamaRoutes(): readonly Route[] {
  const loaded: Loaded = new Map();
  const answer = async (visit: Visit, route: 'generate' | 'chat') => {
    const account = customerOf(visit);
    const model = modelFor(account, textOf(visit.body.model));
    if (isLoadOnly(visit, route)) return void loadOrUnload(visit, model, loaded, route);
    loaded.set(model, stayOf(visit));
    const job = readOllamaRequest(visit.body, account, visit.cloud.nextId('ollama'), visit.path);
    await serve(visit.cloud, visit.exchange, job, createOllamaWire(job, route, now(visit.cloud)));
  };
  return [
    get(/^\/api\/version$/, (visit) => reply(visit.exchange.response, { version: '0.99.0-emulated' })),
    get(/^\/api\/tags$/, (visit) => reply(visit.exchange.response, { models: local().map((model) => described(visit.cloud, model)) })),
    get(/^\/api\/ps$/, (visit) => {
      const { clock, residences } = visit.cloud;
      const running = [...loaded]
        .filter(([, until]) => until > clock.now())
        .map(([model, until]) => ({
          ...described(visit.cloud, model),
          expires_at: new Date(Math.min(until, farFuture)).toISOString(),
          size_vram: bytes * 0.75,
          ...residences.get(model.id),
          context_length: model.contextTokens,
        }));
      reply(visit.exchange.response, { models: running });
    }),
    post(/^\/api\/show$/, (visit) => {
      const model = modelFor(customerOf(visit), textOf(visit.body.model, textOf(visit.body.name)));
      reply(visit.exchange.response, {
        template: model.fillsInTheMiddle ? '<PRE> {{ .Prompt }} <SUF>{{ .Suffix }} <MID>' : '{{ .Prompt }}',
        details: details(model),
        model_info: { 'general.architecture': 'emulated', 'emulated.context_length': model.contextTokens },
        capabilities: ['completion', 'tools', ...(model.fillsInTheMiddle ? ['insert'] : [])],
      });
    }),
    post(/^\/api\/generate$/, (visit) => answer(visit, 'generate')),
    post(/^\/api\/chat$/, (visit) => answer(visit, 'chat')),
  ];
}

const local = () => models.filter((model) => model.provider === 'ollama');
const now = (cloud: Cloud): string => new Date(cloud.clock.now()).toISOString();

/** Nothing to say to the model only loads it; with `keep_alive: 0` it unloads it. */
const isLoadOnly = ({ body }: Visit, route: 'generate' | 'chat'): boolean =>
  route === 'generate'
    ? textOf(body.prompt) === '' && textOf(body.suffix) === ''
    : Array.isArray(body.messages) && body.messages.length === 0;

function loadOrUnload(visit: Visit, model: EmulatedModel, loaded: Loaded, route: 'generate' | 'chat'): void {
  const unloads = numberOrNone(visit.body.keep_alive) === 0;
  if (unloads) loaded.delete(model);
  else loaded.set(model, stayOf(visit));
  reply(visit.exchange.response, {
    model: model.id,
    created_at: now(visit.cloud),
    ...(route === 'chat' ? { message: { role: 'assistant', content: '' } } : { response: '' }),
    done: true,
    done_reason: unloads ? 'unload' : 'load',
  });
}

const farFuture = Date.UTC(2999, 0);
const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `10m`, seconds as a number, or for ever below zero; five minutes where nothing is said. */
function stayOf({ body: { keep_alive: stay }, cloud }: Visit): number {
  const [, amount, unit = 's'] = /^(-?\d+)([smh])?$/.exec(String(stay ?? '5m')) ?? [];
  const ms = Number(amount ?? 300) * (unitsMs[unit] ?? 1000);
  return ms < 0 ? farFuture : cloud.clock.now() + ms;
}

const details = (model: EmulatedModel): JsonObject => ({
  format: 'gguf',
  family: 'emulated',
  families: ['emulated'],
  parameter_size: model.id.split(':')[1]?.toUpperCase() ?? '1B',
  quantization_level: 'Q8_0',
});

const described = (cloud: Cloud, model: EmulatedModel): JsonObject => ({
  name: model.id,
  model: model.id,
  modified_at: now(cloud),
  size: bytes,
  digest: 'emulated',
  details: details(model),
});
