import type { Answers } from './answers.ts';
import type { SteerableClock } from './clock.ts';
import type { Faults, Latency } from './faults.ts';
import type { Invoice } from './invoice.ts';
import type { Account } from './job.ts';
import type { JsonObject } from './json.ts';
import type { PromptCache } from './promptCache.ts';

/** What all routes of one emulator share. */
export interface Cloud {
  readonly clock: SteerableClock;
  readonly cache: PromptCache;
  readonly invoice: Invoice;
  readonly answers: Answers;
  readonly faults: Faults;
  readonly accounts: readonly Account[];
  /** Azure deployment name -> model id. */
  readonly deployments: Readonly<Record<string, string>>;
  /** USD that the gateway's customer has bought. */
  readonly creditsUsd: number;
  readonly latency: Latency;
  /** How long an Anthropic batch takes, on the emulator's clock. */
  readonly batchMs: number;
  /** What `/api/ps` tells of a loaded model in place of the usual sizes, by the model's id; it need not make sense. */
  readonly residences: Map<string, JsonObject>;
  /** `msg_emu_000001`, `msg_emu_000002`, ... */
  nextId(prefix: string): string;
}
