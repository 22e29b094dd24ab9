import type { LedgerEntry } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { figuresOf } from './figures.ts';

/** One request as a gateway settled it, in the model's own tokens. */
export interface SettledGeneration {
  /** The gateway's. */
  readonly id: string;
  /** All that is paid for it, the upstream's bill on one's own key included. */
  readonly costNanoUsd: NanoUsd;
  readonly input?: number;
  readonly cacheRead?: number;
  readonly output?: number;
}

/** What is told and differs, theirs less ours; undefined where all agrees. */
export function compareGeneration(entry: LedgerEntry, settled: SettledGeneration): Partial<Omit<SettledGeneration, 'id'>> | undefined {
  const ours = figuresOf([entry]);
  const names = ['costNanoUsd', 'input', 'cacheRead', 'output'] as const;
  const differences = names.flatMap((name) => {
    const theirs = settled[name];
    return theirs === undefined || theirs === ours[name] ? [] : [[name, theirs - ours[name]] as const];
  });
  return differences.length === 0 ? undefined : Object.fromEntries(differences);
}
