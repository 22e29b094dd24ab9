import { type FinishReason, noUsage, type ProviderErrorReason, type ServerTimings, type StreamPart, type Usage } from './task/index.ts';
import { estimateTokens } from './tokens/index.ts';

/** What one attempt really used, read off its stream. */
export interface MeterReading {
  readonly firstTokenMs?: number;
  readonly durationMs: number;
  readonly finish: FinishReason | 'error';
  readonly errorReason?: ProviderErrorReason;
  readonly usage: Usage;
  readonly timings?: ServerTimings;
  readonly isEstimate: boolean;
}

export interface Meter {
  observe(part: StreamPart): void;
  /** Something of an answer was seen: from here on no other candidate may answer in its place. */
  hasAnswered(): boolean;
  read(): MeterReading;
}

/**
 * Watches one attempt. Where the provider reports usage, that is what counts. A cut answer is estimated: the whole input, and the output seen
 * so far. An attempt that failed before any answer used nothing.
 */
export function startMeter(now: () => number, inputTokens: number): Meter {
  const startedAtMs = now();
  let firstTokenAtMs: number | undefined;
  let usage: Usage | undefined;
  let timings: ServerTimings | undefined;
  let finish: FinishReason | 'error' = 'aborted';
  let errorReason: ProviderErrorReason | undefined;
  let seen = '';

  return {
    observe(part) {
      switch (part.type) {
        case 'text-delta':
        case 'reasoning-delta':
          firstTokenAtMs ??= now();
          seen += part.text;
          return;
        case 'usage':
          usage = part.usage;
          timings = part.timings;
          return;
        case 'finish':
          finish = part.reason;
          return;
        case 'error':
          finish = 'error';
          errorReason = part.error.reason;
          return;
      }
    },
    hasAnswered: () => firstTokenAtMs !== undefined,
    read() {
      const failedUnanswered = finish === 'error' && firstTokenAtMs === undefined;
      const counted = failedUnanswered ? noUsage : { ...noUsage, uncachedInput: inputTokens, output: estimateTokens(seen) };
      return {
        ...(firstTokenAtMs !== undefined && { firstTokenMs: firstTokenAtMs - startedAtMs }),
        durationMs: now() - startedAtMs,
        finish,
        ...(errorReason && { errorReason }),
        usage: usage ?? counted,
        ...(timings && { timings }),
        isEstimate: usage === undefined && !failedUnanswered,
      };
    },
  };
}
