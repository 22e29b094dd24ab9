import type { ServerResponse } from 'node:http';
import { authenticate } from '../accounts.ts';
import type { Cloud } from '../cloud.ts';
import type { Account, Dialect } from '../job.ts';
import { type Json, type JsonObject, textOrNone } from '../json.ts';
import type { Exchange } from '../serve.ts';

/** A request on its way to its handler. */
export interface Visit {
  readonly cloud: Cloud;
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly body: JsonObject;
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the path's brackets caught, decoded. */
  readonly caught: readonly string[];
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly handle: (visit: Visit) => void | Promise<void>;
}

export const get = (path: RegExp, handle: Route['handle']): Route => ({ method: 'GET', path, handle });
export const post = (path: RegExp, handle: Route['handle']): Route => ({ method: 'POST', path, handle });

export const customerOf = ({ dialect, exchange, body }: Visit): Account =>
  authenticate(dialect, exchange.request.headers, textOrNone(body.model));

export function reply(response: ServerResponse, body: Json, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export const seconds = (cloud: Cloud): number => Math.floor(cloud.clock.now() / 1000);
