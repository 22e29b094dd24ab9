import { receiverProblem } from './receiverAddress.ts';

export interface OtlpReceiver {
  /** As `OTEL_EXPORTER_OTLP_ENDPOINT` has it: `/v1/traces` and `/v1/metrics` are below it. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** What went wrong, once until it went well again. Without headers, and of the address no more than the host: the rest may be secret. */
  readonly onProblem: (problem: string) => void;
}

/** Sends what was serialised; never rejects. What does not arrive is dropped: it is in the ledger. */
export type OtlpSender = (signal: 'traces' | 'metrics', body: Uint8Array | undefined) => Promise<void>;

/** So long may a receiver take. */
const timeoutMs = 10_000;

/** OTLP over HTTP as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Nothing is redirected: headers may carry a key. */
export function otlpSender({ endpoint, headers = {}, fetch, onProblem }: OtlpReceiver): OtlpSender {
  const base = endpoint.replace(/\/+$/, '');
  const refusal = receiverProblem(endpoint);
  let isFailing = false;
  return async (signal, body) => {
    if (!body) return;
    const problem =
      refusal === undefined ? await sent(`${base}/v1/${signal}`, new TextDecoder().decode(body)) : `the receiver’s address${refusal}`;
    if (problem !== undefined && !isFailing) onProblem(problem);
    isFailing = problem !== undefined;
  };

  async function sent(url: string, body: string): Promise<string | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `the receiver answers ${response.status}`;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError')
        return `the receiver does not answer within ${timeoutMs / 1000} s`;
      return `the receiver cannot be reached (${codeOf(error)})`;
    }
  }
}

/** The code of the system, `ECONNREFUSED`: messages may have addresses in them. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
