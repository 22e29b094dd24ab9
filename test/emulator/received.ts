import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from './json.ts';

/** A request as it arrived, kept for the tests that ask what was sent. */
export interface ReceivedRequest {
  readonly number: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent. */
  readonly text: string;
  /** The body parsed; empty where it was none or not an object. */
  readonly body: JsonObject;
}

/**
 * Which requests an answer or a fault is for: `'*'`, a model's id, or all of the named things. `contains` looks in the body as sent.
 */
export type Matcher =
  | string
  | {
      readonly model?: string;
      readonly path?: string;
      readonly contains?: string;
      readonly header?: readonly [name: string, value: string];
    }
  | ((request: ReceivedRequest) => boolean);

export function matches(matcher: Matcher, request: ReceivedRequest): boolean {
  if (typeof matcher === 'function') return matcher(request);
  if (typeof matcher === 'string') return matcher === '*' || request.body.model === matcher;
  const { model, path, contains, header } = matcher;
  return (
    (model === undefined || request.body.model === model) &&
    (path === undefined || request.path === path) &&
    (contains === undefined || request.text.includes(contains)) &&
    (header === undefined || request.headers[header[0].toLowerCase()] === header[1])
  );
}
