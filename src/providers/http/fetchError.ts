import { ProviderError, type ProviderErrorReason, reasonForStatus } from '../../core/task/index.ts';
import { fewWords, saidIn } from './providerWords.ts';

/** The error types by which servers say what a bare status does not. */
const reasonsByType: Readonly<Record<string, ProviderErrorReason>> = {
  exceed_context_size_error: 'context-overflow',
  not_supported_error: 'unsupported',
  unavailable_error: 'overloaded',
  authentication_error: 'unauthorized',
};

/** The error that a response which is not ok stands for. Reads the body; of one that says nothing in so many words only the status is told. */
export async function errorOfResponse(response: Response, apiKey?: string): Promise<ProviderError> {
  const body = await response.text().catch(() => '');
  const { message, type } = errorBody(body);
  const reason = (type !== undefined && reasonsByType[type]) || reasonForStatus(response.status);
  const words = fewWords(message ?? '', apiKey);
  return new ProviderError(reason, `HTTP ${response.status}${words && `: ${words}`}`, { status: response.status });
}

/** The error that an exception of `fetch` stands for: no connection, or one that broke. */
export function errorOfException(cause: unknown, address: string): ProviderError {
  if (cause instanceof ProviderError) return cause;
  return new ProviderError('unreachable', `${address} does not answer`, { cause });
}

function errorBody(body: string): { readonly message?: string; readonly type?: string } {
  try {
    const { error } = JSON.parse(body) as { readonly error?: unknown };
    const message = saidIn(error);
    const { type } = error as { readonly type?: unknown };
    return { ...(message !== undefined && { message }), ...(typeof type === 'string' && { type }) };
  } catch {
    return {};
  }
}
