import { dialectOf } from '../accounts.ts';
import { untilAborted } from '../clock.ts';
import type { Cloud } from '../cloud.ts';
import { errorBody, Refusal } from '../errors.ts';
import type { Fault } from '../faults.ts';
import type { Dialect } from '../job.ts';
import type { Exchange } from '../serve.ts';
import { anthropicRoutes } from './anthropicRoutes.ts';
import { ollamaRoutes } from './ollamaRoutes.ts';
import { openaiRoutes } from './openaiRoutes.ts';
import { openrouterRoutes } from './openrouterRoutes.ts';
import type { Route } from './route.ts';

const largestBodyBytes = 32 * 1024 * 1024;
const generating = /\/(messages|completions|responses|generate|chat)$/;

/** Leads each request to its handler; errors leave in the shape of the provider that was addressed. */
export function createRouter(cloud: Cloud): (exchange: Exchange) => Promise<void> {
  const routes: readonly Route[] = [...anthropicRoutes(), ...openaiRoutes(), ...openrouterRoutes(), ...ollamaRoutes()];
  return async (exchange) => {
    const { request, response, signal } = exchange;
    const dialect = dialectOf(request.path, request.headers);
    try {
      if (exchange.fault) await failAtTheDoor(exchange, exchange.fault);
      if (request.text.length > largestBodyBytes) throw new Refusal(413, 'Request exceeds the maximum size');
      const route = routes.find(({ method, path }) => method === request.method && path.test(request.path));
      if (!route) throw new Refusal(404, `Unknown request URL: ${request.method} ${request.path}.`, { code: 'unknown_url' });
      const caught = (route.path.exec(request.path) ?? []).slice(1).map(decodeURIComponent);
      const { body, path } = request;
      await route.handle({ cloud, exchange, dialect, body, path, query: new URLSearchParams(request.query), caught });
    } catch (error) {
      if (signal.aborted) return;
      if (response.headersSent) throw error;
      refuse(cloud, exchange, dialect, error instanceof Refusal ? error : new Refusal(500, `The emulator failed: ${String(error)}`));
    }
  };
}

/** Faults that meet any request, also the free ones. */
async function failAtTheDoor({ request, response, signal }: Exchange, fault: Fault): Promise<void> {
  if (fault.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return untilAborted(signal);
  }
  if (fault.kind === 'hang' && !generating.test(request.path)) return untilAborted(signal);
  if (fault.kind !== 'status') return;
  throw new Refusal(fault.status, fault.message ?? `scripted ${fault.status}`, {
    code: fault.code,
    metadata: fault.limitSource === undefined ? undefined : { limit_source: fault.limitSource },
    headers: {
      ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }),
      ...(fault.retryAfterMs !== undefined && { 'retry-after-ms': String(fault.retryAfterMs) }),
    },
  });
}

function refuse(cloud: Cloud, { response }: Exchange, dialect: Dialect, refusal: Refusal): void {
  const id = cloud.nextId('req');
  response
    .writeHead(refusal.status, {
      'content-type': 'application/json',
      [dialect === 'anthropic' ? 'request-id' : 'x-request-id']: id,
      ...refusal.headers,
    })
    .end(JSON.stringify(errorBody(dialect, refusal, id)));
}
