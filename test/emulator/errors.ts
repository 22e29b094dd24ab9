import type { Dialect } from './job.ts';
import type { Json, JsonObject } from './json.ts';

/** A request that is turned down: thrown by whoever reads it, written in the provider's own shape by the router. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: JsonObject | undefined;

  constructor(
    status: number,
    message: string,
    options: { code?: string | undefined; headers?: Readonly<Record<string, string>>; metadata?: JsonObject | undefined } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = options.code;
    this.headers = options.headers ?? {};
    this.metadata = options.metadata;
  }
}

const anthropicTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};
const openaiTypes: Readonly<Record<number, string>> = {
  401: 'invalid_request_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'requests',
  500: 'server_error',
  502: 'server_error',
  503: 'server_error',
};
const openaiCodes: Readonly<Record<number, string>> = { 401: 'invalid_api_key', 429: 'rate_limit_exceeded' };

export function errorBody(dialect: Dialect, refusal: Refusal, requestId: string): JsonObject {
  const { status, message } = refusal;
  const code: Json = refusal.code ?? null;
  switch (dialect) {
    case 'anthropic':
      return { type: 'error', error: { type: anthropicTypes[status] ?? 'api_error', message }, request_id: requestId };
    case 'openrouter':
      return { error: { code: status, message, ...(refusal.metadata && { metadata: refusal.metadata }) }, user_id: 'user_emulated' };
    case 'azure':
      return { error: { code: refusal.code ?? String(status), message } };
    case 'mistral':
      return { object: 'error', message, type: openaiTypes[status] ?? 'invalid_request_error', param: null, code };
    case 'ollama':
      return { error: message };
    case 'openai':
    case 'deepseek':
    case 'compatible':
      return {
        error: { message, type: openaiTypes[status] ?? 'invalid_request_error', param: null, code: code ?? openaiCodes[status] ?? null },
      };
  }
}
