import type { Buckets } from './buckets.ts';
import type { Dialect, Tier } from './job.ts';
import type { Provider } from './models.ts';

/** One request that was taken on: what the provider counted and what it charges. */
export interface InvoiceLine {
  readonly id: string;
  /** ISO time of the emulator's clock. */
  readonly at: string;
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly path: string;
  readonly account: string;
  readonly model: string;
  readonly streamed: boolean;
  readonly buckets: Buckets;
  /** Inside `buckets.output`. */
  readonly reasoningTokens: number;
  readonly tier: Tier;
  readonly fast: boolean;
  readonly geo: string | undefined;
  readonly bringsOwnKey: boolean;
  /** USD per million tokens, before the factors. */
  readonly unitPrices: Readonly<Record<keyof Buckets, string>>;
  readonly factors: Readonly<Record<string, string>>;
  readonly perRequestUsd: string;
  readonly isAboveCliff: boolean;
  readonly billed: boolean;
  /** `finished`, `client left`, `cut`, ... */
  readonly why: string;
  /** What the customer pays for it, 0 when not billed. */
  readonly amountNanoUsd: number;
  /** Of it, what a gateway charges itself. */
  readonly gatewayNanoUsd: number;
  readonly upstreamNanoUsd: number;
}

export interface Invoice {
  add(line: InvoiceLine): void;
  lines(): readonly InvoiceLine[];
  totalNanoUsd(): number;
  toJson(): string;
  clear(): void;
}

export function createInvoice(): Invoice {
  let lines: readonly InvoiceLine[] = [];
  const total = () => Number(lines.reduce((sum, line) => sum + BigInt(line.amountNanoUsd), 0n));
  return {
    add: (line) => {
      lines = [...lines, line];
    },
    lines: () => lines,
    totalNanoUsd: total,
    toJson: () => JSON.stringify({ lines, totalNanoUsd: total() }, undefined, 2),
    clear: () => {
      lines = [];
    },
  };
}
