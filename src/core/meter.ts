import {
  type BillingReport,
  type FinishReason,
  noUsage,
  type ProviderError,
  type ProviderErrorReason,
  type ServerTimings,
  type StreamPart,
  type Usage,
} from './task/index.ts';
import { utf8Bytes } from './tokens/index.ts';

/** What one attempt really used, read off its stream. */
export interface MeterReading {
  readonly firstTokenMs?: number;
  readonly durationMs: number;
  readonly finish: FinishReason | 'error';
  readonly errorReason?: ProviderErrorReason;
  readonly usage: Usage;
  readonly reasoningTokens?: number;
  readonly timings?: ServerTimings;
  readonly billingReport?: BillingReport;
  readonly isEstimate: boolean;
  /** It was refused before it used anything: nothing is billed, not even a fee. */
  readonly isUnused?: true;
}

/** Counts the tokens of the input, and of a piece of output, where the provider does not report them. */
export interface TokenEstimates {
  input(): Promise<number>;
  output(text: string): Promise<number>;
}

export interface Meter {
  observe(part: StreamPart): void;
  /** It is sent only now: what went by until here does not count. */
  restart(): void;
  /** Something of an answer was seen: from here on no other candidate may answer in its place. */
  hasAnswered(): boolean;
  /** The bytes of the answer so far, in UTF-8. */
  outputBytes(): number;
  /** What was reported last, and whether that is the end of it. */
  reported(): { readonly usage: Usage; readonly isPartial: boolean } | undefined;
  /** Once the stream is over. */
  read(estimates: TokenEstimates): Promise<MeterReading>;
}

/**
 * Watches one attempt. Where the provider reports usage, that is what counts, as an estimate where it can be doubted. A cut answer is estimated:
 * the input as far as it was reported, else counted, and the output seen so far; so is one that broke off after it had begun, though nothing of it
 * was seen. An attempt that failed before any answer and without any usage used nothing.
 */
export function startMeter(now: () => number): Meter {
  let startedAtMs = now();
  let firstTokenAtMs: number | undefined;
  let report: Extract<StreamPart, { type: 'usage' }> | undefined;
  let billing: BillingReport = {};
  let timings: ServerTimings | undefined;
  let finish: FinishReason | 'error' = 'aborted';
  let error: ProviderError | undefined;
  let seen = '';
  let seenBytes = 0;

  function saw(text: string): void {
    firstTokenAtMs ??= now();
    seen += text;
    seenBytes += utf8Bytes(text);
  }

  async function usageOf(estimates: TokenEstimates): Promise<Pick<MeterReading, 'usage' | 'isEstimate' | 'isUnused'>> {
    if (report && !report.isPartial) return { usage: report.usage, isEstimate: report.doubt !== undefined };
    if (report) {
      const output = Math.max(report.usage.output, seen === '' ? 0 : await estimates.output(seen));
      return { usage: { ...report.usage, output }, isEstimate: true };
    }
    if (error && !error.answerBegan && firstTokenAtMs === undefined) return { usage: noUsage, isEstimate: false, isUnused: true };
    const [uncachedInput, output] = await Promise.all([estimates.input(), seen === '' ? 0 : estimates.output(seen)]);
    return { usage: { ...noUsage, uncachedInput, output }, isEstimate: true };
  }

  return {
    observe(part) {
      switch (part.type) {
        case 'text-delta':
        case 'reasoning-delta':
          saw(part.text);
          return;
        case 'tool-call-start':
          saw(part.name);
          return;
        case 'tool-call-delta':
          saw(part.argumentsText);
          return;
        case 'tool-call-end':
          return;
        case 'usage':
          report = part;
          billing = { ...billing, ...part.billing };
          timings = part.timings ?? timings;
          return;
        case 'finish':
          finish = part.reason;
          return;
        case 'error':
          finish = 'error';
          error = part.error;
          return;
      }
    },
    restart() {
      startedAtMs = now();
    },
    hasAnswered: () => firstTokenAtMs !== undefined,
    outputBytes: () => seenBytes,
    reported: () => report && { usage: report.usage, isPartial: report.isPartial ?? false },
    async read(estimates) {
      const durationMs = now() - startedAtMs;
      return {
        ...(firstTokenAtMs !== undefined && { firstTokenMs: firstTokenAtMs - startedAtMs }),
        durationMs,
        finish,
        ...(error && { errorReason: error.reason }),
        ...(await usageOf(estimates)),
        ...(report?.reasoningTokens !== undefined && { reasoningTokens: report.reasoningTokens }),
        ...(timings && { timings }),
        ...(Object.keys(billing).length > 0 && { billingReport: billing }),
      };
    },
  };
}
